-- Weighings: the triage team and the reporting officers of the partnership; the process director only those
-- with the outcome of a case. A view shows to others only once the views are on the table.

CREATE FUNCTION wall_weighing_is_open(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM triage_weighing WHERE id = wanted AND state <> 'ALONE'
                   AND partnership_id = (SELECT wall_partnership()))
$$;
CREATE FUNCTION wall_may_read_weighing(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM triage_weighing WHERE id = wanted
        AND (partnership_id = (SELECT wall_partnership_as('TRIAGE_MEMBER', 'REPORTING_OFFICER'))
             OR (outcome = 'PERSON_CENTRED' AND partnership_id = (SELECT wall_partnership_as('PROCESS_DIRECTOR')))))
$$;
ALTER FUNCTION wall_weighing_is_open(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION wall_may_read_weighing(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON triage_weighing TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['triage_weighing', 'triage_view', 'triage_dissent', 'triage_turn'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END
$$;

CREATE POLICY team ON triage_weighing FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('TRIAGE_MEMBER', 'REPORTING_OFFICER')));
CREATE POLICY director ON triage_weighing FOR SELECT TO casustafel_app
    USING (outcome = 'PERSON_CENTRED' AND partnership_id = (SELECT wall_partnership_as('PROCESS_DIRECTOR')));
CREATE POLICY officer_prepares ON triage_weighing FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY team_decides ON triage_weighing FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('TRIAGE_MEMBER', 'PROCESS_DIRECTOR')));
CREATE POLICY wall ON triage_weighing FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY own_or_open ON triage_view FOR SELECT TO casustafel_app
    USING ('TRIAGE_MEMBER' = ANY ((SELECT wall_roles())::text[])
           AND ((organisation_id = (SELECT wall_organisation()) AND wall_may_read_weighing(weighing_id))
                OR wall_weighing_is_open(weighing_id)));
CREATE POLICY own_given ON triage_view FOR INSERT TO casustafel_app
    WITH CHECK (organisation_id = (SELECT wall_organisation()) AND wall_may_read_weighing(weighing_id)
                AND 'TRIAGE_MEMBER' = ANY ((SELECT wall_roles())::text[])
                AND NOT wall_weighing_is_open(weighing_id));
CREATE POLICY own_replaced ON triage_view FOR UPDATE TO casustafel_app
    USING (organisation_id = (SELECT wall_organisation()) AND NOT wall_weighing_is_open(weighing_id)
           AND 'TRIAGE_MEMBER' = ANY ((SELECT wall_roles())::text[]));

CREATE POLICY readers ON triage_dissent FOR SELECT TO casustafel_app USING (wall_may_read_weighing(weighing_id));
CREATE POLICY team_adds ON triage_dissent FOR INSERT TO casustafel_app
    WITH CHECK (wall_may_read_weighing(weighing_id) AND 'TRIAGE_MEMBER' = ANY ((SELECT wall_roles())::text[]));
CREATE POLICY readers ON triage_turn FOR SELECT TO casustafel_app USING (wall_may_read_weighing(weighing_id));
CREATE POLICY own_turn ON triage_turn FOR INSERT TO casustafel_app
    WITH CHECK (organisation_id = (SELECT wall_organisation()) AND wall_may_read_weighing(weighing_id)
                AND 'TRIAGE_MEMBER' = ANY ((SELECT wall_roles())::text[]));
