-- What the reporting point got beside reports: drafts of who is still telling, files, who is the same person,
-- and the second look of another organisation.

CREATE FUNCTION wall_draft() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM reports_draft
    WHERE receipt_hash = sha256(decode(coalesce(current_setting('casustafel.receipt', true), ''), 'hex'))
$$;
ALTER FUNCTION wall_draft() OWNER TO casustafel_wall;
GRANT SELECT ON reports_draft, reports_secondlook TO casustafel_wall;

-- The reports that the viewer is asked to look along at, for as long as the question stands. Twin: policy.can_look_along.
CREATE FUNCTION wall_second_looks() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN QUERY SELECT report_id FROM reports_secondlook WHERE asked_id = viewer AND answer = '';
END
$$;
ALTER FUNCTION wall_second_looks() OWNER TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reports_attachment', 'reports_sameperson', 'reports_namemark',
                                'reports_secondlook', 'reports_handingon'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY desk ON %I TO casustafel_app'
                       ' USING (partnership_id = (SELECT wall_partnership_as(''REPORTING_OFFICER'')))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['reports_signal', 'reports_message', 'reports_step', 'reports_attachment'] LOOP
        EXECUTE format('CREATE POLICY second_look ON %I FOR SELECT TO casustafel_app'
                       ' USING (report_id IN (SELECT wall_second_looks()))', name);
    END LOOP;
END
$$;
CREATE POLICY second_look ON reports_report FOR SELECT TO casustafel_app USING (id IN (SELECT wall_second_looks()));
CREATE POLICY wall ON reports_secondlook FOR SELECT TO casustafel_wall USING (true);

-- Who is asked answers in the own name, and writes that into the story of the report.
CREATE POLICY own_look ON reports_secondlook FOR SELECT TO casustafel_app
    USING (asked_id = (SELECT wall_viewer()));
CREATE POLICY own_answer ON reports_secondlook FOR UPDATE TO casustafel_app
    USING (asked_id = (SELECT wall_viewer()) AND answer = '') WITH CHECK (asked_id = (SELECT wall_viewer()));
CREATE POLICY looked_along ON reports_step FOR INSERT TO casustafel_app
    WITH CHECK (report_id IN (SELECT wall_second_looks()) AND by_id = (SELECT wall_viewer()));
CREATE POLICY looked_along ON reports_report FOR UPDATE TO casustafel_app
    USING (id IN (SELECT wall_second_looks()))
    WITH CHECK (state IN ('PROPOSED', 'UNFORWARDED', 'TAKEN_IN'));

-- A draft is of who holds its code.
ALTER TABLE reports_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE reports_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY begun ON reports_draft FOR INSERT TO casustafel_app WITH CHECK (true);
CREATE POLICY own_code ON reports_draft TO casustafel_app USING (id = (SELECT wall_draft()));
CREATE POLICY wall ON reports_draft FOR SELECT TO casustafel_wall USING (true);

-- Its files: taken in by anybody, seen and taken away by who holds the code, moved to the report when it is sent.
CREATE POLICY comes_in ON reports_attachment FOR INSERT TO casustafel_app
    WITH CHECK (state = 'WAITING'
                AND (draft_id = (SELECT wall_draft()) OR report_id = (SELECT wall_mailbox())));
CREATE POLICY own_draft ON reports_attachment TO casustafel_app
    USING (draft_id = (SELECT wall_draft()))
    WITH CHECK (draft_id = (SELECT wall_draft()) OR report_id = (SELECT wall_mailbox()));

-- A professional follows the own report and its letters, and adds to it.
CREATE FUNCTION wall_own_reports() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN QUERY SELECT id FROM reports_report WHERE entered_by_id = viewer AND channel = 'PROFESSIONAL';
END
$$;
ALTER FUNCTION wall_own_reports() OWNER TO casustafel_wall;
CREATE POLICY own_report ON reports_report FOR SELECT TO casustafel_app
    USING (entered_by_id = (SELECT wall_viewer()) AND channel = 'PROFESSIONAL');
CREATE POLICY own_letters ON reports_message FOR SELECT TO casustafel_app
    USING (report_id IN (SELECT wall_own_reports()));
CREATE POLICY own_letters_add ON reports_message FOR INSERT TO casustafel_app
    WITH CHECK (report_id IN (SELECT wall_own_reports()) AND direction IN ('FROM_REPORTER', 'WITHDRAWAL'));
CREATE POLICY own_files ON reports_attachment FOR INSERT TO casustafel_app
    WITH CHECK (state = 'WAITING' AND report_id IN (SELECT wall_own_reports()));

-- With the code the report can be taken back: a mark on it, which the reporting officer sees.
CREATE POLICY taken_back ON reports_report FOR UPDATE TO casustafel_app
    USING (id = (SELECT wall_mailbox())) WITH CHECK (id = (SELECT wall_mailbox()));

DROP POLICY mailbox_adds ON reports_message;
CREATE POLICY mailbox_adds ON reports_message FOR INSERT TO casustafel_app
    WITH CHECK (report_id = (SELECT wall_mailbox()) AND direction IN ('FROM_REPORTER', 'WITHDRAWAL'));

-- The worker checks files and forgets drafts that nobody came back for.
CREATE POLICY worker ON reports_draft TO casustafel_worker USING (true);
CREATE POLICY worker ON reports_attachment TO casustafel_worker USING (true);
