-- Who may change a row may not therefore change all of it. Which columns the application changes at all stands in
-- access/grants.sql; here, which of those are for whom.

-- Where a report stands and what came of it is for the reporting officers; who brought it takes it back, once.
CREATE OR REPLACE FUNCTION guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    looks_along boolean := NEW.id IN (SELECT wall_second_looks());
BEGIN
    IF current_user <> 'casustafel_app' THEN
        RETURN NULL;
    END IF;
    IF NEW.state = 'UNFORWARDED' AND OLD.state <> 'UNFORWARDED' AND NOT looks_along THEN
        RAISE insufficient_privilege USING MESSAGE = 'not forwarding is settled by the second person';
    END IF;
    IF OLD.withdrawn_date IS NOT NULL AND NEW.withdrawn_date IS DISTINCT FROM OLD.withdrawn_date THEN
        RAISE insufficient_privilege USING MESSAGE = 'what was taken back stays so';
    END IF;
    IF NEW.partnership_id = wall_partnership_as('REPORTING_OFFICER') THEN
        RETURN NULL;
    END IF;
    IF looks_along AND to_jsonb(NEW) - ARRAY['state', 'destroy_date']
            IS DISTINCT FROM to_jsonb(OLD) - ARRAY['state', 'destroy_date'] THEN
        RAISE insufficient_privilege USING MESSAGE = 'who looks along changes only where the report stands';
    END IF;
    IF NOT looks_along AND to_jsonb(NEW) - 'withdrawn_date' IS DISTINCT FROM to_jsonb(OLD) - 'withdrawn_date' THEN
        RAISE insufficient_privilege USING MESSAGE = 'who brought a report changes nothing of it';
    END IF;
    RETURN NULL;
END
$$;

-- Anybody may report, in the name of nobody or in their own where they work.
DROP POLICY anybody_reports ON reports_report;
CREATE POLICY anybody_reports ON reports_report FOR INSERT TO casustafel_app
    WITH CHECK (state = 'RECEIVED'
                AND (entered_by_id IS NULL
                     OR (entered_by_id = (SELECT wall_viewer()) AND partnership_id = (SELECT wall_partnership()))));

-- The first line of its story is written once, by nobody.
CREATE FUNCTION wall_has_story(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM reports_step WHERE report_id = wanted);
END
$$;
ALTER FUNCTION wall_has_story(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON reports_step TO casustafel_wall;
CREATE POLICY wall ON reports_step FOR SELECT TO casustafel_wall USING (true);
DROP POLICY first_step ON reports_step;
CREATE POLICY first_step ON reports_step FOR INSERT TO casustafel_app
    WITH CHECK (kind = 'received' AND by_id IS NULL AND to_id IS NULL AND NOT wall_has_story(report_id));

-- A file comes in unchecked, at the partnership of what it comes with: only the worker calls it clean.
CREATE POLICY comes_unchecked ON reports_attachment AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (state = 'WAITING' AND clean_blob IS NULL AND partnership_id IN (
        SELECT d.partnership_id FROM reports_draft d WHERE d.id = reports_attachment.draft_id
        UNION ALL
        SELECT r.partnership_id FROM reports_report r WHERE r.id = reports_attachment.report_id));
