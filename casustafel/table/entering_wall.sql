-- Who comes, who goes home, who leaves the room for which case; and looking back alone.

-- Who chairs along does so while at the table, and only where there is a seat. Twin: policy.check_can_chair.
CREATE OR REPLACE FUNCTION wall_chairs() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    meetings uuid[] := wall_meetings();
BEGIN
    IF wall_partnership_as('PROCESS_DIRECTOR') IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT id FROM table_meeting WHERE chair_id = viewer
        UNION ALL SELECT meeting_id FROM table_attendance
        WHERE person_id = viewer AND role = 'CHAIR' AND left_at IS NULL AND meeting_id = ANY (meetings)
    ) AS mine);
END
$$;

-- Whether the viewer chairs the meeting in which this case is on.
CREATE FUNCTION wall_chairs_item(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM table_agendaitem WHERE id = wanted AND meeting_id = ANY (wall_chairs()))
$$;
ALTER FUNCTION wall_chairs_item(uuid) OWNER TO casustafel_wall;

-- Each goes home and comes back for oneself. A role stays what the chair gave, and nobody becomes another.
CREATE POLICY own_comes_and_goes ON table_attendance FOR UPDATE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()));

CREATE FUNCTION table_attendance_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.meeting_id, NEW.person_id, NEW.confirmed_at)
            IS DISTINCT FROM (OLD.meeting_id, OLD.person_id, OLD.confirmed_at) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a confirmed statement of secrecy stands';
    END IF;
    IF NEW.role IS DISTINCT FROM OLD.role AND NOT NEW.meeting_id = ANY (wall_chairs()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a role at the table comes from the chair';
    END IF;
    IF NEW.left_at IS DISTINCT FROM OLD.left_at AND NEW.person_id IS DISTINCT FROM wall_viewer() THEN
        RAISE insufficient_privilege USING MESSAGE = 'each goes home for oneself';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER attendance_stands BEFORE UPDATE ON table_attendance FOR EACH ROW
    WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION table_attendance_stands();

-- Leaving the room is said by oneself or by who chairs this meeting; what the chair said, the chair takes back.
DROP POLICY own_or_chair ON table_leave;
DROP POLICY own_or_chair_back ON table_leave;
CREATE POLICY own_or_chair ON table_leave FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND by_id = (SELECT wall_viewer())
                AND (person_id = (SELECT wall_viewer()) OR wall_chairs_item(item_id)));
CREATE POLICY own_or_chair_back ON table_leave FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND ((person_id = (SELECT wall_viewer()) AND by_id = person_id) OR wall_chairs_item(item_id)));

-- Who took a place looks back, alone, from when the chair opens it until the chair shows it.
CREATE FUNCTION wall_looks_back(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (
        SELECT 1 FROM table_meeting m JOIN table_attendance a ON a.meeting_id = m.id
        WHERE m.id = wanted AND m.look_back = 'ALONE' AND a.person_id = wall_viewer()
    )
$$;
ALTER FUNCTION wall_looks_back(uuid) OWNER TO casustafel_wall;
CREATE POLICY while_alone ON table_lookback AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (wall_looks_back(meeting_id));
CREATE POLICY still_alone ON table_lookback AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (wall_looks_back(meeting_id));
CREATE POLICY while_alone ON table_lookedback AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (wall_looks_back(meeting_id));

-- What was shown together cannot be taken apart again: then answers could still change.
CREATE FUNCTION table_look_back_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'what was shown together stays so';
END
$$;
CREATE TRIGGER look_back_stands BEFORE UPDATE OF look_back ON table_meeting FOR EACH ROW
    WHEN (OLD.look_back = 'SHOWN' AND NEW.look_back <> 'SHOWN') EXECUTE FUNCTION table_look_back_stands();
