-- Planning: who comes instead of a colleague sees the meeting, and of its cases still only where they have a seat.

GRANT SELECT ON table_proxy, table_expected TO casustafel_wall;
CREATE POLICY wall ON table_proxy FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY wall ON table_expected FOR SELECT TO casustafel_wall USING (true);

CREATE OR REPLACE FUNCTION wall_meetings() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    cases uuid[] := wall_cases();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT id), '{}') FROM (
        SELECT meeting_id AS id FROM table_agendaitem WHERE case_id = ANY (cases)
        UNION ALL SELECT id FROM table_meeting WHERE chair_id = viewer
        UNION ALL SELECT meeting_id FROM table_proxy WHERE stand_in_id = viewer
    ) AS mine);
END
$$;

-- Only who chairs the meeting puts a case on its agenda or takes one off.
CREATE POLICY chair_adds ON table_agendaitem AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (meeting_id = ANY ((SELECT wall_chairs())::uuid[]));
CREATE POLICY chair_takes_off ON table_agendaitem AS RESTRICTIVE FOR DELETE TO casustafel_app
    USING (meeting_id = ANY ((SELECT wall_chairs())::uuid[]));

-- How long each case on these agendas is planned to take, also of cases that the viewer may not see: without, nobody
-- knows when their own case begins. No case and no item is named.
CREATE FUNCTION table_clock(meetings uuid[]) RETURNS TABLE (meeting_id uuid, place integer, minutes integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    mine uuid[] := wall_meetings();
BEGIN
    RETURN QUERY SELECT a.meeting_id, a.place, a.minutes FROM table_agendaitem a
        WHERE a.meeting_id = ANY (meetings) AND a.meeting_id = ANY (mine);
END
$$;

-- By the worker, each morning: who is expected at a meeting that comes up is reminded to prepare, once per meeting.
-- Who does not come is not: whoever comes instead is. Who says to be ready for each of these cases is left in peace;
-- that is told to nobody.
CREATE FUNCTION table_remind(moment timestamptz, today date, deputies text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    coming record;
BEGIN
    FOR coming IN
        SELECT m.id, m.partnership_id FROM table_meeting m
        WHERE m.state = 'PLANNED' AND m.day >= today AND m.day <= today + (
            SELECT p.value FROM parties_parameter p
            WHERE p.partnership_id = m.partnership_id AND p.code = 'MEETING_REMINDER' AND p.valid_from <= today
            ORDER BY p.valid_from DESC LIMIT 1)
    LOOP
        PERFORM notices_put(coming.partnership_id, ARRAY(
            SELECT DISTINCT coalesce(x.stand_in_id, s.person_id)
            FROM table_expected e
            JOIN table_agendaitem a ON a.id = e.item_id AND a.meeting_id = coming.id
            JOIN cases_seat s ON s.case_id = e.case_id AND s.organisation_id = e.organisation_id
                 AND s.from_date <= today AND (s.until_date IS NULL OR s.until_date > today)
            LEFT JOIN table_proxy x ON x.meeting_id = coming.id AND x.person_id = s.person_id
            WHERE NOT EXISTS (SELECT 1 FROM picture_sharing o WHERE o.case_id = e.case_id AND o.closed_at IS NULL)
              AND NOT EXISTS (
                  SELECT 1 FROM picture_preparation d
                  WHERE d.case_id = e.case_id AND d.person_id = coalesce(x.stand_in_id, s.person_id)
                    AND d.number = (SELECT count(*) FROM picture_sharing o WHERE o.case_id = e.case_id))
        ), 'MEETING_PREPARE', '/overleg/' || coming.id || '/vooraf/', moment, deputies, 'prepare|' || coming.id);
    END LOOP;
END
$$;
GRANT SELECT ON parties_parameter, picture_preparation TO casustafel_wall;
CREATE POLICY wall ON picture_preparation FOR SELECT TO casustafel_wall USING (true);

ALTER FUNCTION table_clock(uuid[]) OWNER TO casustafel_wall;
REVOKE EXECUTE ON FUNCTION table_remind(timestamptz, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION table_remind(timestamptz, date, text[]) TO casustafel_worker;
ALTER FUNCTION table_remind(timestamptz, date, text[]) OWNER TO casustafel_wall;

-- By the worker, for the mail: when the meetings are that these notices tell of, how long, and whether they take place.
-- Nothing of what they are about.
CREATE FUNCTION table_invitations(notices uuid[])
RETURNS TABLE (id uuid, day date, starts time, minutes bigint, version integer, state text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT m.id, m.day, m.starts,
            (SELECT coalesce(sum(a.minutes), 0) FROM table_agendaitem a WHERE a.meeting_id = m.id),
            m.version, m.state::text
        FROM table_meeting m
        WHERE m.state IN ('PLANNED', 'OFF') AND EXISTS (
            SELECT 1 FROM notices_notice n
            WHERE n.id = ANY (notices) AND n.partnership_id = m.partnership_id
              AND n.kind IN ('MEETING_PLANNED', 'MEETING_CHANGED', 'MEETING_OFF', 'MEETING_PROXY')
              AND n.path IN ('/overleg/' || m.id || '/', '/overleg/' || m.id || '/vooraf/'))
        ORDER BY m.day, m.starts, m.id;
END
$$;
REVOKE EXECUTE ON FUNCTION table_invitations(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION table_invitations(uuid[]) TO casustafel_worker;
ALTER FUNCTION table_invitations(uuid[]) OWNER TO casustafel_wall;
