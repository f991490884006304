-- A seat opens what the table decides; each speaks for oneself and for the own organisation. Nothing is decided
-- while an objection stands, and what was decided does not change: that holds here too, whatever a page forgets.

-- Whether an objection about this, or an impasse, stands in the way.
CREATE FUNCTION wall_is_stopped(what text, subject uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM deciding_objection
                   WHERE about = what AND subject_id = subject AND state IN ('STANDING', 'IMPASSE'))
        OR EXISTS (SELECT 1 FROM deciding_impasse
                   WHERE about = what AND subject_id = subject AND ended_at IS NULL)
$$;

CREATE FUNCTION wall_consent_is_open(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM deciding_consentround WHERE id = wanted AND state = 'OPEN')
$$;

CREATE FUNCTION wall_decision_is_open(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM deciding_decision WHERE id = wanted AND state = 'PROPOSED')
$$;

-- Who may set an objection aside: who decides in law about a decision; about goals and plan, who chairs the table.
CREATE FUNCTION wall_may_overrule(what text, subject uuid, wanted_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT CASE WHEN what = 'DECISION'
        THEN EXISTS (SELECT 1 FROM deciding_decision WHERE id = subject AND decides_id = wall_organisation())
        ELSE wall_chairs(wanted_case) END
$$;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['wall_is_stopped(text, uuid)', 'wall_consent_is_open(uuid)',
                                'wall_decision_is_open(uuid)', 'wall_may_overrule(text, uuid, uuid)'] LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO casustafel_wall', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['deciding_decision', 'deciding_option', 'deciding_advice', 'deciding_consentround',
                                'deciding_consent', 'deciding_objection', 'deciding_impasse',
                                'deciding_expectation'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY seated ON %I FOR SELECT TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['deciding_decision', 'deciding_consentround', 'deciding_impasse'] LOOP
        EXECUTE format('CREATE POLICY seated_adds ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['deciding_decision', 'deciding_consentround', 'deciding_objection',
                                'deciding_impasse'] LOOP
        EXECUTE format('GRANT SELECT ON %I TO casustafel_wall', name);
        EXECUTE format('CREATE POLICY wall ON %I FOR SELECT TO casustafel_wall USING (true)', name);
    END LOOP;
END
$$;

-- A decision is taken by somebody of the organisation that decides in law, and then stands.
CREATE POLICY open_changes ON deciding_decision FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND state = 'PROPOSED')
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (state <> 'DECIDED'
                     OR (decides_id = (SELECT wall_organisation()) AND decided_by_id = (SELECT wall_viewer())
                         AND NOT wall_is_stopped('DECISION', id))));
CREATE POLICY open_adds ON deciding_option FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND wall_decision_is_open(decision_id));
CREATE POLICY open_changes ON deciding_option FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND wall_decision_is_open(decision_id));

CREATE POLICY own_given ON deciding_advice FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND wall_decision_is_open(decision_id));
CREATE POLICY own_replaced ON deciding_advice FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND organisation_id = (SELECT wall_organisation())
           AND wall_decision_is_open(decision_id))
    WITH CHECK (person_id = (SELECT wall_viewer()) AND organisation_id = (SELECT wall_organisation()));

CREATE POLICY open_changes ON deciding_consentround FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND state = 'OPEN')
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (state <> 'ACCEPTED' OR NOT wall_is_stopped(about, subject_id)));
CREATE POLICY own_given ON deciding_consent FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND wall_consent_is_open(round_id));
CREATE POLICY own_replaced ON deciding_consent FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
           AND wall_consent_is_open(round_id));

-- Only who objected says that it was met; what was overruled stays as it was.
CREATE POLICY own_made ON deciding_objection FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND state = 'STANDING');
CREATE POLICY settled ON deciding_objection FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (state IN ('STANDING', 'IMPASSE') OR (state = 'MET' AND person_id = (SELECT wall_viewer()))))
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (state <> 'MET' OR person_id = (SELECT wall_viewer()))
                AND (state <> 'OVERRULED' OR (settled_by_id = (SELECT wall_viewer())
                                              AND wall_may_overrule(about, subject_id, case_id))));
CREATE POLICY open_ends ON deciding_impasse FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND ended_at IS NULL)
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]));

-- Who expects speaks for the own organisation; who is asked answers, and who asked says what came of it.
CREATE POLICY own_given ON deciding_expectation FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND asking_id = (SELECT wall_organisation()) AND state = 'ASKED');
CREATE POLICY own_answered ON deciding_expectation FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND ((state = 'ASKED' AND asked_id = (SELECT wall_organisation()))
                OR (state = 'ACCEPTED' AND asking_id = (SELECT wall_organisation()))))
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND ((state IN ('ACCEPTED', 'DECLINED') AND asked_id = (SELECT wall_organisation()))
                     OR (state IN ('DONE', 'NOT_DONE') AND asking_id = (SELECT wall_organisation()))));
