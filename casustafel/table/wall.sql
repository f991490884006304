-- A meeting shows to its chair and to who sits at the table of a case on its agenda; an agenda item only to
-- who sits at the table of that case.

CREATE FUNCTION wall_meetings() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    cases uuid[] := wall_cases();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT meeting_id AS id FROM table_agendaitem WHERE case_id = ANY (cases)
        UNION ALL SELECT id FROM table_meeting WHERE chair_id = viewer
    ) AS mine);
END
$$;
ALTER FUNCTION wall_meetings() OWNER TO casustafel_wall;
GRANT SELECT ON table_meeting, table_agendaitem TO casustafel_wall;

ALTER TABLE table_meeting ENABLE ROW LEVEL SECURITY;
ALTER TABLE table_meeting FORCE ROW LEVEL SECURITY;
ALTER TABLE table_agendaitem ENABLE ROW LEVEL SECURITY;
ALTER TABLE table_agendaitem FORCE ROW LEVEL SECURITY;
ALTER TABLE table_attendance ENABLE ROW LEVEL SECURITY;
ALTER TABLE table_attendance FORCE ROW LEVEL SECURITY;

CREATE POLICY at_table ON table_meeting FOR SELECT TO casustafel_app
    USING (id = ANY ((SELECT wall_meetings())::uuid[]) AND partnership_id = (SELECT wall_partnership()));
CREATE POLICY chair_plans ON table_meeting FOR INSERT TO casustafel_app
    WITH CHECK (chair_id = (SELECT wall_viewer())
                AND partnership_id = (SELECT wall_partnership_as('PROCESS_DIRECTOR')));
CREATE POLICY chair_moves ON table_meeting FOR UPDATE TO casustafel_app
    USING (chair_id = (SELECT wall_viewer()));
CREATE POLICY wall ON table_meeting FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY seated ON table_agendaitem TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY wall ON table_agendaitem FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY at_table ON table_attendance FOR SELECT TO casustafel_app
    USING (meeting_id = ANY ((SELECT wall_meetings())::uuid[]));
CREATE POLICY oneself ON table_attendance FOR INSERT TO casustafel_app
    WITH CHECK (person_id = (SELECT wall_viewer()) AND meeting_id = ANY ((SELECT wall_meetings())::uuid[]));
