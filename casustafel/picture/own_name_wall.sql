-- Nobody says anything in another's name, nothing hangs on what it is not about, and what was said is not unsaid.

-- What hangs on a contribution lies in the same case.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_statement', 'picture_revision', 'picture_verdict', 'picture_statementlink',
                                'picture_correction', 'picture_correctionnotice', 'picture_contributiondeed',
                                'picture_audienceseat', 'picture_reply', 'picture_factortie', 'picture_contact',
                                'picture_contacttie', 'picture_instrumentresult', 'picture_instrumentreport'] LOOP
        EXECUTE format('CREATE POLICY same_case ON %1$I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (EXISTS (SELECT 1 FROM picture_contribution c'
                       ' WHERE c.id = contribution_id AND c.case_id = %1$I.case_id))', name);
    END LOOP;
    -- And what is said of a statement, of a statement of that contribution.
    FOREACH name IN ARRAY ARRAY['picture_revision', 'picture_verdict', 'picture_statementlink', 'picture_factortie'] LOOP
        EXECUTE format('CREATE POLICY same_contribution ON %1$I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (EXISTS (SELECT 1 FROM picture_statement s'
                       ' WHERE s.id = statement_id AND s.contribution_id = %1$I.contribution_id))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['picture_verdict', 'picture_statementlink', 'picture_correction'] LOOP
        EXECUTE format('CREATE POLICY own_name ON %I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (by_id = (SELECT wall_viewer())'
                       ' AND organisation_id = (SELECT wall_organisation()))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['picture_revision', 'picture_contact'] LOOP
        EXECUTE format('CREATE POLICY own_name ON %I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (by_id = (SELECT wall_viewer()))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['picture_contribution', 'picture_turn'] LOOP
        EXECUTE format('CREATE POLICY own_name ON %I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (person_id = (SELECT wall_viewer())'
                       ' AND organisation_id = (SELECT wall_organisation()))', name);
    END LOOP;
END
$$;

CREATE POLICY same_contribution ON picture_correction AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_statement s WHERE s.id = statement_id
                        AND s.contribution_id = picture_correction.contribution_id)
                OR EXISTS (SELECT 1 FROM picture_instrumentresult r WHERE r.id = result_id
                           AND r.contribution_id = picture_correction.contribution_id));
CREATE POLICY same_other ON picture_statementlink AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_statement s WHERE s.id = other_id
                        AND s.case_id = picture_statementlink.case_id AND s.contribution_id = other_contribution_id));
CREATE POLICY same_other ON picture_contacttie AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_statement s WHERE s.id = statement_id
                        AND s.case_id = picture_contacttie.case_id AND s.contribution_id = other_contribution_id)
                AND EXISTS (SELECT 1 FROM picture_contact k WHERE k.id = contact_id
                            AND k.contribution_id = picture_contacttie.contribution_id));
CREATE POLICY same_factor ON picture_factortie AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_factor f WHERE f.id = factor_id
                        AND f.case_id = picture_factortie.case_id));
CREATE POLICY same_result ON picture_instrumentreport AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_instrumentresult r WHERE r.id = result_id
                        AND r.contribution_id = picture_instrumentreport.contribution_id));
CREATE POLICY same_request ON picture_reply AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_informationrequest r WHERE r.id = request_id
                        AND r.case_id = picture_reply.case_id));
CREATE POLICY same_correction ON picture_correctionnotice AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_correction k WHERE k.id = correction_id
                        AND k.kind = picture_correctionnotice.kind
                        AND k.contribution_id = picture_correctionnotice.contribution_id)
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.audience = picture_correctionnotice.audience));

-- A seat is named while somebody sits on it: the record of provision is written at that moment.
CREATE POLICY sits_now ON picture_audienceseat AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM cases_seat s WHERE s.id = seat_id AND s.from_date <= current_date
                        AND (s.until_date IS NULL OR s.until_date > current_date)));

-- A notice is acknowledged by who may hear of it; a blind update would pass by the policy for reading.
DROP POLICY received ON picture_correctionnotice;
CREATE POLICY received ON picture_correctionnotice FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_past_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation())
           AND acknowledged_at IS NULL
           AND (audience <> 'SEATS'
                OR EXISTS (SELECT 1 FROM picture_audienceseat a JOIN cases_seat s ON s.id = a.seat_id
                           WHERE a.contribution_id = picture_correctionnotice.contribution_id
                             AND s.person_id = (SELECT wall_viewer()))))
    WITH CHECK (organisation_id = (SELECT wall_organisation()) AND acknowledged_by_id = (SELECT wall_viewer()));

CREATE POLICY own_name_first ON picture_factor AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (organisation_id = (SELECT wall_organisation()));
CREATE POLICY own_name ON picture_factor AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (true) WITH CHECK (organisation_id = (SELECT wall_organisation()));

-- Asked in one's own name; answered by who was asked; withdrawn by who asked, or the chair.
CREATE POLICY own_name ON picture_informationrequest AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (asked_by_id = (SELECT wall_viewer()) AND state = 'ASKED');
CREATE POLICY theirs ON picture_informationrequest AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (organisation_id = (SELECT wall_organisation()) OR asked_by_id = (SELECT wall_viewer())
           OR wall_chairs(case_id))
    WITH CHECK ((state IN ('NONE', 'REFUSED') AND organisation_id = (SELECT wall_organisation()))
                OR (state = 'WITHDRAWN' AND (asked_by_id = (SELECT wall_viewer()) OR wall_chairs(case_id))));

-- What somebody said stands. The application changes it only in the ways below.
CREATE FUNCTION picture_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    sound boolean;
BEGIN
    CASE TG_TABLE_NAME
        WHEN 'picture_contribution' THEN  -- who could read it, reads it until the day that was said
            sound := (OLD.shared_at IS NULL OR NEW.shared_at = OLD.shared_at)
                AND (OLD.audience = 'LATER' OR NEW.audience IN (OLD.audience, 'TABLE'))
                AND NEW.until_date >= OLD.until_date;
        WHEN 'picture_statement' THEN  -- what it said is kept; what was withdrawn stays so
            sound := OLD.withdrawn_at IS NULL AND (
                to_jsonb(NEW) - 'withdrawn_at' = to_jsonb(OLD) - 'withdrawn_at'
                OR (NEW.version = OLD.version + 1
                    AND EXISTS (SELECT 1 FROM picture_revision r
                                WHERE r.statement_id = OLD.id AND r.version = OLD.version)));
        WHEN 'picture_factor' THEN  -- where the table stood is kept
            sound := NEW.version = OLD.version + 1
                AND EXISTS (SELECT 1 FROM picture_factorchange c
                            WHERE c.factor_id = OLD.id AND c.version = OLD.version);
        WHEN 'picture_informationrequest' THEN  -- what came of it came of it
            sound := OLD.state = 'ASKED';
    END CASE;
    IF NOT coalesce(sound, false) THEN
        RAISE EXCEPTION 'permission denied: what was said stands in %', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_contribution', 'picture_statement', 'picture_factor',
                                'picture_informationrequest'] LOOP
        EXECUTE format('CREATE TRIGGER picture_stands BEFORE UPDATE ON %I FOR EACH ROW'
                       ' WHEN (current_user = ''casustafel_app'') EXECUTE FUNCTION picture_stands()', name);
    END LOOP;
END
$$;

-- What was prepared shows when the chair has said so, in a row that stands, at that moment.
CREATE OR REPLACE FUNCTION picture_open_sharing(wanted uuid, moment timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    opened integer;
BEGIN
    IF NOT wall_chairs(wanted)
       OR NOT EXISTS (SELECT 1 FROM picture_sharing s WHERE s.case_id = wanted AND s.closed_at IS NULL
                      AND s.opened_by_id = wall_viewer() AND s.opened_at = moment) THEN
        RETURN 0;
    END IF;
    UPDATE picture_contribution SET shared_at = moment
        WHERE case_id = wanted AND shared_at IS NULL AND audience <> 'LATER';
    GET DIAGNOSTICS opened = ROW_COUNT;
    UPDATE picture_prepared SET shared_at = moment WHERE case_id = wanted AND shared_at IS NULL;
    RETURN opened;
END
$$;

-- Beside a statement stands what was said of it last, and one may not put one's own word back over a later one.
CREATE OR REPLACE FUNCTION picture_set_verdict(wanted uuid, said text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    done integer;
BEGIN
    UPDATE picture_statement SET verdict = said WHERE id = wanted AND said IN ('CONFIRMED', 'REFUTED')
        AND EXISTS (SELECT 1 FROM picture_verdict v WHERE v.statement_id = wanted AND v.kind = said
                    AND v.by_id = wall_viewer()
                    AND NOT EXISTS (SELECT 1 FROM picture_verdict later
                                    WHERE later.statement_id = wanted AND later.at > v.at));
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END
$$;
