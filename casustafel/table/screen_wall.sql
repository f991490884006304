-- The big screen. Its link holds a code; the database keeps the hash. Who binds the code to the transaction looks
-- through the eyes of the room: this meeting, the case that is on, and nothing of anybody in particular.

-- The meeting whose screen is bound. A person who is bound as well counts, not the screen.
CREATE FUNCTION wall_screen() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    code text := coalesce(current_setting('casustafel.screen', true), '');
BEGIN
    IF code = '' OR coalesce(current_setting('casustafel.token', true), '') <> '' THEN
        RETURN NULL;
    END IF;
    RETURN (SELECT s.meeting_id FROM table_screen s JOIN table_meeting m ON m.id = s.meeting_id
            WHERE s.code_hash = encode(sha256(convert_to(code, 'UTF8')), 'hex')
              AND s.ended_at IS NULL AND statement_timestamp() < s.until AND m.state IN ('PLANNED', 'OPEN'));
END
$$;

-- The case that is on, while the chair lets the screen show something.
CREATE FUNCTION wall_screen_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid := wall_screen();
BEGIN
    IF meeting IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(i.case_id), '{}')
            FROM table_meeting m JOIN table_agendaitem i ON i.id = m.current AND i.meeting_id = m.id
            WHERE m.id = meeting AND m.state = 'OPEN' AND m.big <> 'BLANK');
END
$$;

-- The same, once the chair unlocked the name.
CREATE FUNCTION wall_screen_names() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid := wall_screen();
    cases uuid[] := wall_screen_cases();
BEGIN
    RETURN (SELECT coalesce(array_agg(i.case_id), '{}') FROM table_agendaitem i
            WHERE i.meeting_id = meeting AND i.name_unlocked AND i.case_id = ANY (cases));
END
$$;

-- Who the screen can name: who sits or sat at the table of this case, and who takes part in the meeting.
CREATE FUNCTION wall_screen_people() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid := wall_screen();
    cases uuid[] := wall_screen_cases();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT person_id AS id FROM cases_seat WHERE case_id = ANY (cases)
        UNION ALL SELECT person_id FROM table_attendance WHERE meeting_id = meeting
        UNION ALL SELECT chair_id FROM table_meeting WHERE id = meeting
    ) AS here);
END
$$;

CREATE FUNCTION wall_screen_partnership() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid := wall_screen();
BEGIN
    RETURN (SELECT partnership_id FROM table_meeting WHERE id = meeting);
END
$$;

-- The order of the day as anybody in the room may know it: places and minutes, and no case. Who sits at one table
-- need not sit at the next.
CREATE FUNCTION wall_screen_agenda(OUT place integer, OUT minutes integer, OUT called boolean, OUT is_on boolean)
RETURNS SETOF record
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid := wall_screen();
BEGIN
    RETURN QUERY SELECT i.place, i.minutes, i.called_at IS NOT NULL, i.id IS NOT DISTINCT FROM m.current
        FROM table_agendaitem i JOIN table_meeting m ON m.id = i.meeting_id
        WHERE m.id = meeting AND m.big <> 'BLANK' ORDER BY i.place;
END
$$;

CREATE FUNCTION wall_enter_screen(code text, OUT meeting_id uuid, OUT partnership_id uuid, OUT person_id uuid)
RETURNS SETOF record
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    meeting uuid;
BEGIN
    PERFORM set_config('casustafel.token', '', true);
    PERFORM set_config('casustafel.screen', code, true);
    meeting := wall_screen();
    RETURN QUERY SELECT m.id, m.partnership_id, m.chair_id FROM table_meeting m WHERE m.id = meeting;
    IF NOT FOUND THEN
        PERFORM set_config('casustafel.screen', '', true);
    END IF;
END
$$;

-- As they were, and for who is nobody: what the screen shows.
CREATE OR REPLACE FUNCTION wall_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    IF viewer IS NULL THEN
        RETURN wall_screen_cases();
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM cases_seat
            WHERE person_id = viewer
              AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date));
END
$$;

CREATE OR REPLACE FUNCTION wall_meetings() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    cases uuid[] := wall_cases();
BEGIN
    IF viewer IS NULL THEN
        RETURN array_remove(ARRAY[wall_screen()], NULL);
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT meeting_id AS id FROM table_agendaitem WHERE case_id = ANY (cases)
        UNION ALL SELECT id FROM table_meeting WHERE chair_id = viewer
        UNION ALL SELECT meeting_id FROM table_proxy WHERE stand_in_id = viewer
    ) AS mine);
END
$$;

ALTER FUNCTION wall_screen() OWNER TO casustafel_wall;
ALTER FUNCTION wall_screen_cases() OWNER TO casustafel_wall;
ALTER FUNCTION wall_screen_names() OWNER TO casustafel_wall;
ALTER FUNCTION wall_screen_people() OWNER TO casustafel_wall;
ALTER FUNCTION wall_screen_partnership() OWNER TO casustafel_wall;
ALTER FUNCTION wall_screen_agenda() OWNER TO casustafel_wall;
ALTER FUNCTION wall_enter_screen(text) OWNER TO casustafel_wall;
GRANT SELECT ON table_screen TO casustafel_wall;
CREATE POLICY wall ON table_screen FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY on_screen ON table_meeting FOR SELECT TO casustafel_app USING (id = (SELECT wall_screen()));
CREATE POLICY on_screen ON parties_person FOR SELECT TO casustafel_app
    USING (id = ANY ((SELECT wall_screen_people())::uuid[]));
CREATE POLICY on_screen ON parties_organisation FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_screen_partnership()));
CREATE POLICY locked_on_screen ON cases_subject AS RESTRICTIVE FOR SELECT TO casustafel_app
    USING ((SELECT wall_screen()) IS NULL OR case_id = ANY ((SELECT wall_screen_names())::uuid[]));

-- Of the room the screen needs nothing: what people said when they leave or look back, who waits to speak, and the
-- other links are theirs.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['table_screen', 'table_leave', 'table_proxy', 'table_presence', 'table_tableturn',
                                'table_expected'] LOOP
        EXECUTE format('CREATE POLICY not_on_screen ON %I AS RESTRICTIVE FOR SELECT TO casustafel_app'
                       ' USING ((SELECT wall_screen()) IS NULL)', name);
    END LOOP;
END
$$;
