-- A round keeps its answers to itself while it is ALONE and while it is CLOSED; what somebody was not done with it
-- keeps to itself for good. Answers are written while it is ALONE, and turned by nobody but the chair, one way.

CREATE OR REPLACE FUNCTION wall_round_is_revealed(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM picture_round
                   WHERE id = wanted AND state IN ('REVEALED', 'AGAIN', 'CONCLUDED'))
$$;
CREATE FUNCTION wall_round_is_alone(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM picture_round WHERE id = wanted AND state = 'ALONE')
$$;
ALTER FUNCTION wall_round_is_alone(uuid) OWNER TO casustafel_wall;

DROP POLICY own_or_revealed ON picture_answer;
CREATE POLICY own_or_revealed ON picture_answer FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (person_id = (SELECT wall_viewer())
                OR (wall_round_is_revealed(round_id)
                    AND EXISTS (SELECT 1 FROM picture_turn t WHERE t.round_id = picture_answer.round_id
                                AND t.person_id = picture_answer.person_id))));
DROP POLICY own_given ON picture_answer;
CREATE POLICY own_given ON picture_answer FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND wall_round_is_alone(round_id));
DROP POLICY own_replaced ON picture_answer;
CREATE POLICY own_replaced ON picture_answer FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
           AND wall_round_is_alone(round_id))
    WITH CHECK (person_id = (SELECT wall_viewer()) AND wall_round_is_alone(round_id));

-- Done is said, and taken back, by oneself and only while each still judges alone.
CREATE POLICY while_alone ON picture_turn AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (wall_round_is_alone(round_id));
CREATE POLICY own_taken_back ON picture_turn AS RESTRICTIVE FOR DELETE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) AND wall_round_is_alone(round_id));

-- An answer, a turn and a dissent lie in the case of their round.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_answer', 'picture_turn', 'picture_dissent'] LOOP
        EXECUTE format('CREATE POLICY same_case ON %1$I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (EXISTS (SELECT 1 FROM picture_round r'
                       ' WHERE r.id = round_id AND r.case_id = %1$I.case_id))', name);
    END LOOP;
END
$$;

-- What was shown is not hidden again, for then it could be written anew.
CREATE FUNCTION picture_round_turns() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF OLD.state <> NEW.state AND NOT (OLD.state, NEW.state) IN (
        ('ALONE', 'CLOSED'), ('ALONE', 'REVEALED'), ('CLOSED', 'ALONE'), ('CLOSED', 'REVEALED'),
        ('REVEALED', 'AGAIN'), ('REVEALED', 'CONCLUDED')
    ) THEN
        RAISE EXCEPTION 'permission denied: a round of judging does not turn that way'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER turns BEFORE UPDATE ON picture_round
    FOR EACH ROW WHEN (current_user = 'casustafel_app') EXECUTE FUNCTION picture_round_turns();
