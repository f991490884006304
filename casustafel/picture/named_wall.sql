-- A seat that is named later received it when it was named. The rest as in corrected_wall.sql.
CREATE OR REPLACE FUNCTION picture_provide(wanted_case uuid, wanted_contribution uuid, floor timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
    SELECT gen_random_uuid(), given.key_id, given.case_id, given.id, given.organisation_id, given.receiver,
           greatest(given.at, floor)
    FROM (SELECT c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id AS receiver,
                 min(greatest(c.shared_at, s.from_date::timestamptz, a.at)) AS at
          FROM picture_contribution c
          JOIN cases_seat s ON s.case_id = c.case_id
          JOIN parties_organisation o ON o.id = s.organisation_id
          LEFT JOIN picture_audienceseat a ON c.audience = 'SEATS' AND a.contribution_id = c.id AND a.seat_id = s.id
          WHERE c.case_id = wanted_case AND (wanted_contribution IS NULL OR c.id = wanted_contribution)
            AND c.shared_at IS NOT NULL AND c.until_date >= current_date AND s.organisation_id <> c.organisation_id
            AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date)
            AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE') OR a.id IS NOT NULL)
          GROUP BY c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id) AS given
    ON CONFLICT (contribution_id, receiver_id) DO NOTHING
$$;
