-- Whoever writes past the pages: nothing begins as decided or accepted, and what stops a decision is not taken over,
-- moved to another subject or given another decider.

CREATE POLICY begins_open ON deciding_decision AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (state = 'PROPOSED' AND proposed_by_id = (SELECT wall_viewer()) AND decided_by_id IS NULL);
CREATE POLICY begins_open ON deciding_consentround AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (state = 'OPEN' AND opened_by_id = (SELECT wall_viewer()));

-- What was put and by whom stands; of an objection the words are of who made it.
CREATE FUNCTION deciding_stays_about() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was jsonb := to_jsonb(OLD);
    becomes jsonb := to_jsonb(NEW);
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['case_id', 'about', 'subject_id', 'person_id', 'organisation_id', 'decides_id',
                                'proposed_by_id', 'question', 'ground'] LOOP
        IF was -> name IS DISTINCT FROM becomes -> name THEN
            RAISE insufficient_privilege USING MESSAGE = 'permission denied: what it is about and by whom stands';
        END IF;
    END LOOP;
    IF TG_TABLE_NAME = 'deciding_objection' AND was -> 'text' IS DISTINCT FROM becomes -> 'text'
            AND (was ->> 'person_id')::uuid IS DISTINCT FROM wall_viewer() THEN
        RAISE insufficient_privilege USING MESSAGE = 'permission denied: an objection is worded by who made it';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER stays_about BEFORE UPDATE ON deciding_decision FOR EACH ROW
    WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION deciding_stays_about();
CREATE TRIGGER stays_about BEFORE UPDATE ON deciding_consentround FOR EACH ROW
    WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION deciding_stays_about();
CREATE TRIGGER stays_about BEFORE UPDATE ON deciding_objection FOR EACH ROW
    WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION deciding_stays_about();
CREATE TRIGGER stays_about BEFORE UPDATE ON deciding_impasse FOR EACH ROW
    WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION deciding_stays_about();

-- The plan holds the goals: what stands against a goal stands against the plan. Twin: objecting.check_clear.
CREATE FUNCTION wall_plan_is_stopped(wanted_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM deciding_objection
                   WHERE case_id = wanted_case AND about IN ('PLAN', 'GOAL') AND state IN ('STANDING', 'IMPASSE'))
        OR EXISTS (SELECT 1 FROM deciding_impasse
                   WHERE case_id = wanted_case AND about IN ('PLAN', 'GOAL') AND ended_at IS NULL)
$$;
ALTER FUNCTION wall_plan_is_stopped(uuid) OWNER TO casustafel_wall;
