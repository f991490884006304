-- What is provided, to whom. Named seats read what names them, what is sealed for later shows to its maker alone, and
-- the moment this wall lets an organisation read what another brought in, it writes down that it did.

CREATE FUNCTION wall_named_contributions() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT a.contribution_id), '{}')
            FROM cases_seat s JOIN picture_audienceseat a ON a.seat_id = s.id
            WHERE s.person_id = viewer
              AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date));
END
$$;

-- The cases at whose table the viewer sat at any time: a correction reaches who received, also after they left.
CREATE FUNCTION wall_past_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM cases_seat WHERE person_id = viewer);
END
$$;

ALTER FUNCTION wall_named_contributions() OWNER TO casustafel_wall;
ALTER FUNCTION wall_past_cases() OWNER TO casustafel_wall;
GRANT SELECT ON picture_audienceseat, picture_provision TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_audienceseat', 'picture_statementlink', 'picture_verdict', 'picture_provision',
                                'picture_correction', 'picture_correctionnotice', 'picture_prepared',
                                'picture_preparation', 'picture_factor', 'picture_factortie',
                                'picture_instrumentresult', 'picture_contact', 'picture_contacttie'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    EXECUTE 'CREATE POLICY seated ON picture_factor TO casustafel_app'
            ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))';
    EXECUTE 'CREATE POLICY seated ON picture_preparation FOR SELECT TO casustafel_app'
            ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))';
END
$$;

-- Contributions: read by their audience; changed and taken away by who brought them in.
DROP POLICY seated ON picture_contribution;
CREATE POLICY seated ON picture_contribution FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (organisation_id = (SELECT wall_organisation())
                OR (shared_at IS NOT NULL
                    AND (audience = 'TABLE'
                         OR (audience = 'CORE' AND case_id = ANY ((SELECT wall_core_cases())::uuid[]))
                         OR (audience = 'SEATS' AND id = ANY ((SELECT wall_named_contributions())::uuid[]))))));
CREATE POLICY own_changed ON picture_contribution FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation()))
    WITH CHECK (organisation_id = (SELECT wall_organisation()));

-- What hangs on a contribution: read with it; written by the organisation that brought it in.
DROP POLICY of_contribution ON picture_statement;
DROP POLICY of_contribution ON picture_revision;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_statement', 'picture_revision', 'picture_correction', 'picture_instrumentresult',
                                'picture_contact', 'picture_verdict', 'picture_factortie'] LOOP
        EXECUTE format('CREATE POLICY of_contribution ON %I FOR SELECT TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[])'
                       ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['picture_statement', 'picture_revision', 'picture_correction', 'picture_instrumentresult',
                                'picture_contact'] LOOP
        EXECUTE format('CREATE POLICY own_made ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])'
                       ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id'
                       ' AND c.organisation_id = (SELECT wall_organisation())))', name);
        EXECUTE format('CREATE POLICY own_changed ON %I FOR UPDATE TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[])'
                       ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id'
                       ' AND c.organisation_id = (SELECT wall_organisation())))', name);
    END LOOP;
    -- Anybody who may read it may say what they know of it, in their own name.
    EXECUTE 'CREATE POLICY own_said ON picture_verdict FOR INSERT TO casustafel_app'
            ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND by_id = (SELECT wall_viewer())'
            ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id))';
    EXECUTE 'CREATE POLICY own_said ON picture_factortie FOR INSERT TO casustafel_app'
            ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND by_id = (SELECT wall_viewer())'
            ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id))';
    EXECUTE 'CREATE POLICY taken_away ON picture_factortie FOR DELETE TO casustafel_app'
            ' USING (case_id = ANY ((SELECT wall_cases())::uuid[])'
            ' AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id))';
END
$$;

CREATE POLICY between ON picture_statementlink FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id)
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = other_contribution_id));
CREATE POLICY own_said ON picture_statementlink FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND by_id = (SELECT wall_viewer())
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id)
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = other_contribution_id));
CREATE POLICY own_taken_away ON picture_statementlink FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation()));

CREATE POLICY between ON picture_contacttie FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id)
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = other_contribution_id));
CREATE POLICY own_made ON picture_contacttie FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation()))
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = other_contribution_id));

-- Who reads may set beside a statement what was said of it last (picture_statement.verdict), and nothing else.
CREATE FUNCTION picture_set_verdict(wanted uuid, said text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    done integer;
BEGIN
    UPDATE picture_statement SET verdict = said WHERE id = wanted AND said IN ('CONFIRMED', 'REFUTED')
        AND EXISTS (SELECT 1 FROM picture_verdict v WHERE v.statement_id = wanted AND v.kind = said
                    AND v.by_id = wall_viewer());
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END
$$;
ALTER FUNCTION picture_set_verdict(uuid, text) OWNER TO casustafel_wall;
GRANT SELECT ON picture_statement, picture_verdict TO casustafel_wall;
GRANT UPDATE (verdict) ON picture_statement TO casustafel_wall;
CREATE POLICY wall ON picture_statement TO casustafel_wall USING (true);
CREATE POLICY wall ON picture_verdict FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY named ON picture_audienceseat FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (organisation_id = (SELECT wall_organisation())
                OR EXISTS (SELECT 1 FROM cases_seat s WHERE s.id = seat_id AND s.person_id = (SELECT wall_viewer()))));
CREATE POLICY own_named ON picture_audienceseat FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation())
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation()))
                AND EXISTS (SELECT 1 FROM cases_seat s WHERE s.id = seat_id
                            AND s.case_id = picture_audienceseat.case_id));
CREATE POLICY wall ON picture_audienceseat FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY between ON picture_provision FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (provider_id = (SELECT wall_organisation()) OR receiver_id = (SELECT wall_organisation()))
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id));
CREATE POLICY wall ON picture_provision TO casustafel_wall USING (true) WITH CHECK (true);
GRANT INSERT (id, key_id, case_id, contribution_id, provider_id, receiver_id, at) ON picture_provision
    TO casustafel_wall;

CREATE POLICY between ON picture_correctionnotice FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_past_cases())::uuid[])
           AND (provider_id = (SELECT wall_organisation()) OR organisation_id = (SELECT wall_organisation())));
CREATE POLICY own_sent ON picture_correctionnotice FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND provider_id = (SELECT wall_organisation())
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation())));
CREATE POLICY received ON picture_correctionnotice FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_past_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation()))
    WITH CHECK (organisation_id = (SELECT wall_organisation()) AND acknowledged_by_id = (SELECT wall_viewer()));

CREATE POLICY own_or_shared ON picture_prepared FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (organisation_id = (SELECT wall_organisation()) OR shared_at IS NOT NULL));
CREATE POLICY own_given ON picture_prepared FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer()));
CREATE POLICY own_changed ON picture_prepared FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer()));
CREATE POLICY own_taken_back ON picture_prepared FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer()) AND shared_at IS NULL);
CREATE POLICY own_done ON picture_preparation FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer()));
CREATE POLICY own_taken_back ON picture_preparation FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer()));

-- Opening sharing puts a moment on rows the chair may not read. What is sealed for later stays sealed.
CREATE OR REPLACE FUNCTION picture_open_sharing(wanted uuid, moment timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    opened integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_seat WHERE case_id = wanted AND person_id = wall_viewer() AND role = 'CHAIR'
                   AND wanted = ANY (wall_cases())) THEN
        RETURN 0;
    END IF;
    UPDATE picture_contribution SET shared_at = moment
        WHERE case_id = wanted AND shared_at IS NULL AND audience <> 'LATER';
    GET DIAGNOSTICS opened = ROW_COUNT;
    UPDATE picture_prepared SET shared_at = moment WHERE case_id = wanted AND shared_at IS NULL;
    RETURN opened;
END
$$;
GRANT SELECT, UPDATE (shared_at) ON picture_prepared TO casustafel_wall;
CREATE POLICY wall ON picture_prepared TO casustafel_wall USING (true);

-- The record of provision (Wpg art. 32(1)(b), as far as the study read it): to every organisation, once, from then on.
CREATE FUNCTION picture_provide(wanted_case uuid, wanted_contribution uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
    SELECT gen_random_uuid(), given.key_id, given.case_id, given.id, given.organisation_id, given.receiver, given.at
    FROM (SELECT c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id AS receiver,
                 min(greatest(c.shared_at, s.from_date::timestamptz)) AS at
          FROM picture_contribution c
          JOIN cases_seat s ON s.case_id = c.case_id
          JOIN parties_organisation o ON o.id = s.organisation_id
          WHERE c.case_id = wanted_case AND (wanted_contribution IS NULL OR c.id = wanted_contribution)
            AND c.shared_at IS NOT NULL AND s.organisation_id <> c.organisation_id
            AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date)
            AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE')
                 OR (c.audience = 'SEATS' AND EXISTS (SELECT 1 FROM picture_audienceseat a
                                                      WHERE a.contribution_id = c.id AND a.seat_id = s.id)))
          GROUP BY c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id) AS given
    ON CONFLICT (contribution_id, receiver_id) DO NOTHING
$$;
ALTER FUNCTION picture_provide(uuid, uuid) OWNER TO casustafel_wall;

CREATE FUNCTION picture_provided() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM picture_provide(NEW.case_id, (to_jsonb(NEW) ->> TG_ARGV[0])::uuid);  -- of a seat: all of them
    RETURN NULL;
END
$$;
ALTER FUNCTION picture_provided() OWNER TO casustafel_wall;
CREATE TRIGGER picture_provided AFTER INSERT OR UPDATE OF shared_at, audience ON picture_contribution
    FOR EACH ROW WHEN (NEW.shared_at IS NOT NULL) EXECUTE FUNCTION picture_provided('id');
CREATE TRIGGER picture_provided AFTER INSERT ON picture_audienceseat
    FOR EACH ROW EXECUTE FUNCTION picture_provided('contribution_id');
CREATE TRIGGER picture_provided AFTER INSERT ON cases_seat
    FOR EACH ROW EXECUTE FUNCTION picture_provided();

-- Nobody calls it by hand: what the record says must be so.
REVOKE EXECUTE ON FUNCTION picture_provide(uuid, uuid), picture_provided() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION picture_provide(uuid, uuid), picture_provided() TO casustafel_wall;

-- What is there already was provided already, to who still sat there. The owner of the tables looks as the wall does,
-- of which it is a member.
INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
SELECT gen_random_uuid(), g.key_id, g.case_id, g.id, g.organisation_id, g.receiver, g.at
FROM (SELECT c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id AS receiver,
             min(greatest(c.shared_at, s.from_date::timestamptz)) AS at
      FROM picture_contribution c JOIN cases_seat s ON s.case_id = c.case_id
      JOIN parties_organisation o ON o.id = s.organisation_id
      WHERE c.shared_at IS NOT NULL AND s.organisation_id <> c.organisation_id
        AND (s.until_date IS NULL OR s.until_date > greatest(c.shared_at::date, s.from_date))
        AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND o.tie = 'CORE'))
      GROUP BY c.id, c.key_id, c.case_id, c.organisation_id, s.organisation_id) AS g
ON CONFLICT DO NOTHING;
