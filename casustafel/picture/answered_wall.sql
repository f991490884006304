-- Who asked hears of an answer the moment they may read it: at once, or when sharing is opened, what was sealed is
-- opened, or their seat is named. Who brings that about may not always read the answer, nor who asked for it.
CREATE FUNCTION picture_tell_askers(wanted uuid, moment timestamptz, deputies text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF NOT wanted = ANY (wall_cases()) THEN
        RETURN;
    END IF;
    PERFORM notices_put(k.partnership_id, ARRAY[r.asked_by_id], 'INFORMATION_GIVEN',
                        '/casussen/' || r.case_id || '/witte-vlekken/' || r.id || '/', moment, deputies, NULL)
    FROM picture_informationrequest r
    JOIN cases_case k ON k.id = r.case_id
    JOIN picture_reply y ON y.request_id = r.id
    JOIN picture_contribution c ON c.id = y.contribution_id
    WHERE r.case_id = wanted AND r.state <> 'WITHDRAWN' AND c.shared_at IS NOT NULL
      AND c.until_date >= moment::date AND EXISTS (
        SELECT 1 FROM cases_seat s
        JOIN parties_organisation o ON o.id = s.organisation_id
        LEFT JOIN picture_audienceseat a ON c.audience = 'SEATS' AND a.contribution_id = c.id AND a.seat_id = s.id
        WHERE s.case_id = wanted AND s.person_id = r.asked_by_id
          AND s.from_date <= moment::date AND (s.until_date IS NULL OR s.until_date > moment::date)
          AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE') OR a.id IS NOT NULL)
          AND greatest(c.shared_at, y.at, a.at) = moment);
END
$$;
ALTER FUNCTION picture_tell_askers(uuid, timestamptz, text[]) OWNER TO casustafel_wall;
