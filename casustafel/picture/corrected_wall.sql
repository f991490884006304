-- Who received something hears of its correction, also after they left the table; what was given to named seats,
-- only who sat on them. And the record of provision keeps the moment from which somebody could really read.

-- Who was named keeps knowing it: how else would a correction find them after they left?
DROP POLICY named ON picture_audienceseat;
CREATE POLICY named ON picture_audienceseat FOR SELECT TO casustafel_app
    USING ((case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation()))
           OR EXISTS (SELECT 1 FROM cases_seat s WHERE s.id = seat_id AND s.person_id = (SELECT wall_viewer())));

DROP POLICY between ON picture_correctionnotice;
CREATE POLICY between ON picture_correctionnotice FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_past_cases())::uuid[])
           AND (provider_id = (SELECT wall_organisation())
                OR (organisation_id = (SELECT wall_organisation())
                    AND (audience <> 'SEATS'
                         OR EXISTS (SELECT 1 FROM picture_audienceseat a JOIN cases_seat s ON s.id = a.seat_id
                                    WHERE a.contribution_id = picture_correctionnotice.contribution_id
                                      AND s.person_id = (SELECT wall_viewer()))))));

-- A notice goes to who received, and to nobody else.
DROP POLICY own_sent ON picture_correctionnotice;
CREATE POLICY own_sent ON picture_correctionnotice FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND provider_id = (SELECT wall_organisation())
                AND acknowledged_at IS NULL
                AND EXISTS (SELECT 1 FROM picture_provision p
                            WHERE p.contribution_id = picture_correctionnotice.contribution_id
                              AND p.provider_id = picture_correctionnotice.provider_id
                              AND p.receiver_id = picture_correctionnotice.organisation_id));

-- It is acknowledged once, in one's own name, and stays so.
DROP POLICY received ON picture_correctionnotice;
CREATE POLICY received ON picture_correctionnotice FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_past_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation())
           AND acknowledged_at IS NULL)
    WITH CHECK (organisation_id = (SELECT wall_organisation()) AND acknowledged_by_id = (SELECT wall_viewer()));

-- `floor`: not earlier than this, for who comes to the table, or into the audience, after it was shared.
CREATE FUNCTION picture_provide(wanted_case uuid, wanted_contribution uuid, floor timestamptz) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
    SELECT gen_random_uuid(), given.key_id, given.case_id, given.id, given.organisation_id, given.receiver,
           greatest(given.at, floor)
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
ALTER FUNCTION picture_provide(uuid, uuid, timestamptz) OWNER TO casustafel_wall;

-- A seat of today begins now, whatever was shared this morning; an audience that changes reads from now on. A seat
-- that is dated earlier counts from its day.
CREATE OR REPLACE FUNCTION picture_provided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    this jsonb := to_jsonb(NEW);
    earlier jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
    floor timestamptz;
BEGIN
    IF (this ->> 'from_date')::date = current_date
       OR (TG_OP = 'UPDATE' AND this ->> 'shared_at' = earlier ->> 'shared_at') THEN
        floor := statement_timestamp();
    END IF;
    PERFORM picture_provide(NEW.case_id, (this ->> TG_ARGV[0])::uuid, floor);  -- of a seat: all of them
    RETURN NULL;
END
$$;
DROP FUNCTION picture_provide(uuid, uuid);
REVOKE EXECUTE ON FUNCTION picture_provide(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION picture_provide(uuid, uuid, timestamptz) TO casustafel_wall;

-- A table that is joined to another, or split off, reads what lies there.
DROP TRIGGER picture_provided ON picture_contribution;
CREATE TRIGGER picture_provided AFTER INSERT OR UPDATE OF shared_at, audience, case_id ON picture_contribution
    FOR EACH ROW WHEN (NEW.shared_at IS NOT NULL) EXECUTE FUNCTION picture_provided('id');
DROP TRIGGER picture_provided ON cases_seat;
CREATE TRIGGER picture_provided AFTER INSERT OR UPDATE OF case_id ON cases_seat
    FOR EACH ROW EXECUTE FUNCTION picture_provided();
