-- An answer to a request shows with the contribution that holds it; who may not read that sees no answer at all.
ALTER TABLE picture_reply ENABLE ROW LEVEL SECURITY;
ALTER TABLE picture_reply FORCE ROW LEVEL SECURITY;
CREATE POLICY of_contribution ON picture_reply FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id));
CREATE POLICY own_made ON picture_reply FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation()))
                AND EXISTS (SELECT 1 FROM picture_informationrequest r WHERE r.id = request_id
                            AND r.organisation_id = (SELECT wall_organisation())));

CREATE POLICY wall ON picture_reply FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY wall ON picture_informationrequest TO casustafel_wall USING (true);
GRANT SELECT ON picture_reply TO casustafel_wall;
GRANT SELECT (id, case_id, organisation_id, asked_by_id, state, due_date, alarmed_date), UPDATE (alarmed_date)
    ON picture_informationrequest TO casustafel_wall;

-- By the worker, once for each request past its day: to who sits there for the organisation that was asked, unless it
-- answered; to who asked, unless they may read an answer. Who may not read one is alarmed as if there were none.
CREATE FUNCTION picture_alarm(moment timestamptz, today date, deputies text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    late record;
BEGIN
    FOR late IN
        SELECT r.id, r.case_id, r.organisation_id, r.asked_by_id, c.partnership_id,
               '/casussen/' || r.case_id || '/witte-vlekken/' || r.id || '/' AS place
        FROM picture_informationrequest r JOIN cases_case c ON c.id = r.case_id
        WHERE r.state = 'ASKED' AND r.due_date < today AND r.alarmed_date IS NULL AND c.state = 'OPEN'
    LOOP
        PERFORM notices_put(late.partnership_id, ARRAY(
            SELECT s.person_id FROM cases_seat s
            WHERE s.case_id = late.case_id AND s.from_date <= today AND (s.until_date IS NULL OR s.until_date > today)
              AND ((s.organisation_id = late.organisation_id
                    AND NOT EXISTS (SELECT 1 FROM picture_reply y WHERE y.request_id = late.id))
                   OR (s.person_id = late.asked_by_id AND NOT EXISTS (
                       SELECT 1 FROM picture_reply y JOIN picture_contribution c ON c.id = y.contribution_id
                       JOIN parties_organisation o ON o.id = s.organisation_id
                       WHERE y.request_id = late.id
                         AND (c.organisation_id = o.id
                              OR (c.shared_at IS NOT NULL
                                  AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE')
                                       OR (c.audience = 'SEATS' AND EXISTS (
                                           SELECT 1 FROM picture_audienceseat a
                                           WHERE a.contribution_id = c.id AND a.seat_id = s.id)))))))
                  )
            ), 'INFORMATION_LATE', late.place, moment, deputies, 'late|' || late.id);
        UPDATE picture_informationrequest SET alarmed_date = today WHERE id = late.id;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION picture_alarm(timestamptz, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION picture_alarm(timestamptz, date, text[]) TO casustafel_worker;
ALTER FUNCTION picture_alarm(timestamptz, date, text[]) OWNER TO casustafel_wall;
