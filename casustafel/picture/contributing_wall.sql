-- What is past the day up to which it is kept shows to who brought it in, and to no receiver any more; what an
-- organisation decided about its own contribution, and why, is its own.

DROP POLICY seated ON picture_contribution;
CREATE POLICY seated ON picture_contribution FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (organisation_id = (SELECT wall_organisation())
                OR (shared_at IS NOT NULL AND until_date >= current_date
                    AND (audience = 'TABLE'
                         OR (audience = 'CORE' AND case_id = ANY ((SELECT wall_core_cases())::uuid[]))
                         OR (audience = 'SEATS' AND id = ANY ((SELECT wall_named_contributions())::uuid[]))))));

-- Nothing is provided any more after that day either: who takes a seat later does not read it.
CREATE OR REPLACE FUNCTION picture_provide(wanted_case uuid, wanted_contribution uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
    SELECT gen_random_uuid(), given.key_id, given.case_id, given.id, given.organisation_id, given.receiver, given.at
    FROM (SELECT c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id AS receiver,
                 min(greatest(c.shared_at, s.from_date::timestamptz)) AS at
          FROM picture_contribution c
          JOIN cases_seat s ON s.case_id = c.case_id
          JOIN parties_organisation o ON o.id = s.organisation_id
          WHERE c.case_id = wanted_case AND (wanted_contribution IS NULL OR c.id = wanted_contribution)
            AND c.shared_at IS NOT NULL AND c.until_date >= current_date AND s.organisation_id <> c.organisation_id
            AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date)
            AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE')
                 OR (c.audience = 'SEATS' AND EXISTS (SELECT 1 FROM picture_audienceseat a
                                                      WHERE a.contribution_id = c.id AND a.seat_id = s.id)))
          GROUP BY c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id) AS given
    ON CONFLICT (contribution_id, receiver_id) DO NOTHING
$$;

ALTER TABLE picture_contributiondeed ENABLE ROW LEVEL SECURITY;
ALTER TABLE picture_contributiondeed FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON picture_contributiondeed FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation()));
CREATE POLICY own_done ON picture_contributiondeed FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation())
                AND by_id = (SELECT wall_viewer())
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation())));
