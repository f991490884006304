-- Around a meeting: who is expected, who comes instead, who leaves, whose hand is up, which screens follow.

CREATE FUNCTION wall_chairs() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    IF wall_partnership_as('PROCESS_DIRECTOR') IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT id FROM table_meeting WHERE chair_id = viewer
        UNION ALL SELECT meeting_id FROM table_attendance WHERE person_id = viewer AND role = 'CHAIR'
    ) AS mine);
END
$$;
ALTER FUNCTION wall_chairs() OWNER TO casustafel_wall;

CREATE FUNCTION wall_is_looked_back(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM table_meeting WHERE id = wanted AND look_back = 'SHOWN')
$$;
ALTER FUNCTION wall_is_looked_back(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON table_attendance TO casustafel_wall;
CREATE POLICY wall ON table_attendance FOR SELECT TO casustafel_wall USING (true);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['table_expected', 'table_leave', 'table_proxy', 'table_tableturn', 'table_hand',
                                'table_presence', 'table_screen', 'table_lookback', 'table_lookedback'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['table_expected', 'table_leave'] LOOP
        EXECUTE format('CREATE POLICY seated ON %I FOR SELECT TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['table_proxy', 'table_tableturn', 'table_hand', 'table_presence', 'table_screen',
                                'table_lookedback'] LOOP
        EXECUTE format('CREATE POLICY at_table ON %I FOR SELECT TO casustafel_app'
                       ' USING (meeting_id = ANY ((SELECT wall_meetings())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['table_tableturn', 'table_screen'] LOOP
        EXECUTE format('CREATE POLICY chair_adds ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (meeting_id = ANY ((SELECT wall_chairs())::uuid[]))', name);
        EXECUTE format('CREATE POLICY chair_changes ON %I FOR UPDATE TO casustafel_app'
                       ' USING (meeting_id = ANY ((SELECT wall_chairs())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['table_hand', 'table_presence', 'table_lookedback'] LOOP
        EXECUTE format('CREATE POLICY own_given ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (person_id = (SELECT wall_viewer())'
                       ' AND meeting_id = ANY ((SELECT wall_meetings())::uuid[]))', name);
    END LOOP;
END
$$;

-- The chair says who is expected; each says for oneself when to leave, or the chair does.
CREATE POLICY chair_adds ON table_expected FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL);
CREATE POLICY chair_takes_off ON table_expected FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL);
CREATE POLICY own_or_chair ON table_leave FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (person_id = (SELECT wall_viewer())
                     OR (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL));
CREATE POLICY own_or_chair_back ON table_leave FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (person_id = (SELECT wall_viewer())
                OR (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL));
CREATE POLICY own_or_chair ON table_proxy FOR INSERT TO casustafel_app
    WITH CHECK (wall_is_colleague(stand_in_id) AND meeting_id = ANY ((SELECT wall_meetings())::uuid[])
                AND (person_id = (SELECT wall_viewer()) OR meeting_id = ANY ((SELECT wall_chairs())::uuid[])));
CREATE POLICY own_or_chair_back ON table_proxy FOR DELETE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) OR meeting_id = ANY ((SELECT wall_chairs())::uuid[]));

-- A hand is one's own; who chairs gives the floor. A screen that is gone may be cleared by any other at the table.
CREATE POLICY own_or_chair ON table_hand FOR UPDATE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) OR meeting_id = ANY ((SELECT wall_chairs())::uuid[]));
CREATE POLICY own_kept ON table_presence FOR UPDATE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()));
CREATE POLICY own_or_gone ON table_presence FOR DELETE TO casustafel_app
    USING (person_id = (SELECT wall_viewer())
           OR (seen_at < now() - interval '2 minutes' AND meeting_id = ANY ((SELECT wall_meetings())::uuid[])));

-- Who keeps a role at the table got it from the chair.
CREATE POLICY role_from_chair ON table_attendance AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (role IN ('PARTICIPANT', 'LISTENER') OR meeting_id = ANY ((SELECT wall_chairs())::uuid[]));
CREATE POLICY chair_gives_role ON table_attendance FOR UPDATE TO casustafel_app
    USING (meeting_id = ANY ((SELECT wall_chairs())::uuid[]));

-- Who chairs along moves the meeting too.
CREATE POLICY chairs_along ON table_meeting FOR UPDATE TO casustafel_app
    USING (id = ANY ((SELECT wall_chairs())::uuid[]));

-- Each looks back alone; the answers of others open when the chair shows them, and change no more.
CREATE POLICY own_or_shown ON table_lookback FOR SELECT TO casustafel_app
    USING (meeting_id = ANY ((SELECT wall_meetings())::uuid[])
           AND (person_id = (SELECT wall_viewer()) OR wall_is_looked_back(meeting_id)));
CREATE POLICY own_given ON table_lookback FOR INSERT TO casustafel_app
    WITH CHECK (person_id = (SELECT wall_viewer()) AND meeting_id = ANY ((SELECT wall_meetings())::uuid[])
                AND NOT wall_is_looked_back(meeting_id));
CREATE POLICY own_replaced ON table_lookback FOR UPDATE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) AND NOT wall_is_looked_back(meeting_id));
