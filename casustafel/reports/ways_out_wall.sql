-- Not forwarding is decided by two, also where words are put into our SQL; what is past its term is destroyed.

-- Only while the role lasts. Twin: policy.can_look_along.
CREATE OR REPLACE FUNCTION wall_second_looks() RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    team uuid := wall_partnership_as('TRIAGE_MEMBER');
BEGIN
    RETURN QUERY SELECT report_id FROM reports_secondlook
        WHERE asked_id = viewer AND partnership_id = team AND answer = '';
END
$$;

DROP POLICY own_look ON reports_secondlook;
CREATE POLICY own_look ON reports_secondlook FOR SELECT TO casustafel_app
    USING (asked_id = (SELECT wall_viewer()) AND partnership_id = (SELECT wall_partnership_as('TRIAGE_MEMBER')));
DROP POLICY own_answer ON reports_secondlook;
CREATE POLICY own_answer ON reports_secondlook FOR UPDATE TO casustafel_app
    USING (asked_id = (SELECT wall_viewer()) AND partnership_id = (SELECT wall_partnership_as('TRIAGE_MEMBER'))
           AND answer = '')
    WITH CHECK (asked_id = (SELECT wall_viewer()));

-- Who asks, asks in the own name and somebody of another organisation; nobody answers for somebody else.
CREATE POLICY asks_elsewhere ON reports_secondlook AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (answer = '' AND asked_by_id = (SELECT wall_viewer())
                AND EXISTS (SELECT 1 FROM parties_person p
                            WHERE p.id = asked_id AND p.organisation_id <> (SELECT wall_organisation())));
CREATE POLICY answers_alone ON reports_secondlook AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (true) WITH CHECK (answer IN ('', 'WITHDRAWN') OR asked_id = (SELECT wall_viewer()));
CREATE POLICY stays ON reports_secondlook AS RESTRICTIVE FOR DELETE TO casustafel_app USING (false);

-- Which columns somebody may change is no question of rows. These look after the policies did, so that a row
-- that is not theirs is refused as everywhere else.
CREATE FUNCTION guard_second_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_user <> 'casustafel_app' THEN
        RETURN NULL;
    END IF;
    IF to_jsonb(NEW) - ARRAY['answer', 'answered_at', 'answer_reason']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['answer', 'answered_at', 'answer_reason']
       OR OLD.answer <> '' THEN
        RAISE insufficient_privilege USING MESSAGE = 'of a second look only the answer may be given, once';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER guard AFTER UPDATE ON reports_secondlook FOR EACH ROW EXECUTE FUNCTION guard_second_look();

CREATE FUNCTION guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    looks_along boolean := NEW.id IN (SELECT wall_second_looks());
BEGIN
    IF current_user <> 'casustafel_app' THEN
        RETURN NULL;
    END IF;
    IF NEW.state = 'UNFORWARDED' AND OLD.state <> 'UNFORWARDED' AND NOT looks_along THEN
        RAISE insufficient_privilege USING MESSAGE = 'not forwarding is settled by the second person';
    END IF;
    IF NEW.partnership_id = wall_partnership_as('REPORTING_OFFICER') THEN
        RETURN NULL;
    END IF;
    IF looks_along AND to_jsonb(NEW) - ARRAY['state', 'destroy_date']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'destroy_date'] THEN
        RAISE insufficient_privilege USING MESSAGE = 'who looks along changes only where the report stands';
    END IF;
    IF NOT looks_along AND (NEW.state, NEW.destroy_date) IS DISTINCT FROM (OLD.state, OLD.destroy_date) THEN
        RAISE insufficient_privilege USING MESSAGE = 'where a report stands is not for who holds its code';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER guard AFTER UPDATE ON reports_report FOR EACH ROW EXECUTE FUNCTION guard_report();

-- The worker sees which reports are past their term, takes them and what hangs on them away, and opens nothing.
CREATE POLICY past_its_term ON reports_report TO casustafel_worker USING (destroy_date < current_date);
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reports_signal', 'reports_message', 'reports_step', 'reports_namemark',
                                'reports_secondlook', 'reports_handingon', 'reports_sameperson'] LOOP
        EXECUTE format('CREATE POLICY past_its_term ON %I TO casustafel_worker'
                       ' USING (report_id IN (SELECT id FROM reports_report))', name);
    END LOOP;
END
$$;
CREATE POLICY other_past_its_term ON reports_sameperson TO casustafel_worker
    USING (other_id IN (SELECT id FROM reports_report));
