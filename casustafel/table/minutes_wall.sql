-- What the minutes said before: added by who chairs, changed by nobody. Once agreed, the words stand.

ALTER TABLE table_minuteswords ENABLE ROW LEVEL SECURITY;
ALTER TABLE table_minuteswords FORCE ROW LEVEL SECURITY;

CREATE FUNCTION wall_minutes_open() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(id), '{}') FROM table_agendaitem
    WHERE agreed_at IS NULL AND case_id = ANY (wall_cases()) AND meeting_id = ANY (wall_chairs())
$$;
ALTER FUNCTION wall_minutes_open() OWNER TO casustafel_wall;

CREATE POLICY seated ON table_minuteswords FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY chair_adds ON table_minuteswords FOR INSERT TO casustafel_app
    WITH CHECK (by_id = (SELECT wall_viewer()) AND item_id = ANY ((SELECT wall_minutes_open())::uuid[]));

-- Nobody unlocks what was agreed: not the words, and not that it was.
CREATE POLICY agreed_stands ON table_agendaitem AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (agreed_at IS NULL) WITH CHECK (true);

-- How the words came to be is for the chair and the table, not for the wall of the room.
CREATE POLICY not_on_screen ON table_minuteswords AS RESTRICTIVE FOR SELECT TO casustafel_app
    USING ((SELECT wall_screen()) IS NULL);
