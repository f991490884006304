-- Reports: for the reporting officers of the partnership, and, message by message, for who holds the receipt.

CREATE FUNCTION wall_mailbox() RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM reports_report
    WHERE receipt_hash = sha256(decode(coalesce(current_setting('casustafel.receipt', true), ''), 'hex'))
$$;
ALTER FUNCTION wall_mailbox() OWNER TO casustafel_wall;
GRANT SELECT ON reports_report TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['reports_report', 'reports_signal', 'reports_message', 'reports_step'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY desk ON %I TO casustafel_app'
                       ' USING (partnership_id = (SELECT wall_partnership_as(''REPORTING_OFFICER'')))', name);
    END LOOP;
END
$$;
CREATE POLICY wall ON reports_report FOR SELECT TO casustafel_wall USING (true);

-- Anybody may report, and cannot read it back.
CREATE POLICY anybody_reports ON reports_report FOR INSERT TO casustafel_app WITH CHECK (state = 'RECEIVED');
CREATE POLICY first_step ON reports_step FOR INSERT TO casustafel_app WITH CHECK (kind = 'received');

CREATE POLICY mailbox ON reports_report FOR SELECT TO casustafel_app USING (id = (SELECT wall_mailbox()));
CREATE POLICY mailbox ON reports_message FOR SELECT TO casustafel_app
    USING (report_id = (SELECT wall_mailbox()));
CREATE POLICY mailbox_adds ON reports_message FOR INSERT TO casustafel_app
    WITH CHECK (report_id = (SELECT wall_mailbox()) AND direction = 'FROM_REPORTER');
