-- A seat opens the case; within it, what was prepared alone shows to the own organisation until sharing is
-- opened, what was given to the core partners shows to them, and an answer shows to others after the reveal.

CREATE FUNCTION wall_round_is_revealed(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM picture_round WHERE id = wanted AND state <> 'ALONE')
$$;
ALTER FUNCTION wall_round_is_revealed(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON picture_round, picture_contribution TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['picture_sharing', 'picture_contribution', 'picture_statement', 'picture_revision',
                                'picture_informationrequest', 'picture_round', 'picture_answer', 'picture_turn',
                                'picture_dissent'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['picture_sharing', 'picture_informationrequest', 'picture_round', 'picture_turn',
                                'picture_dissent'] LOOP
        EXECUTE format('CREATE POLICY seated ON %I TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
END
$$;

CREATE POLICY seated ON picture_contribution FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (organisation_id = (SELECT wall_organisation())
                OR (shared_at IS NOT NULL
                    AND (audience = 'TABLE' OR case_id = ANY ((SELECT wall_core_cases())::uuid[])))));
CREATE POLICY own ON picture_contribution FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND organisation_id = (SELECT wall_organisation()));
CREATE POLICY wall ON picture_contribution FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY wall ON picture_round FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY of_contribution ON picture_statement TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id));
CREATE POLICY of_contribution ON picture_revision TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id));

-- Who turns a round shows the answers of all: the chair of this table. Others may lock it while they answer.
CREATE POLICY chair_turns ON picture_round AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (true)
    WITH CHECK (EXISTS (SELECT 1 FROM cases_seat s WHERE s.case_id = picture_round.case_id
                        AND s.person_id = (SELECT wall_viewer()) AND s.role = 'CHAIR'));

CREATE POLICY own_or_revealed ON picture_answer FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (person_id = (SELECT wall_viewer()) OR wall_round_is_revealed(round_id)));
CREATE POLICY own_given ON picture_answer FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND NOT wall_round_is_revealed(round_id));
CREATE POLICY own_replaced ON picture_answer FOR UPDATE TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) AND NOT wall_round_is_revealed(round_id));

-- Opening sharing puts a moment on rows the chair may not read: a function that does that and nothing else.
CREATE FUNCTION picture_open_sharing(wanted uuid, moment timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    opened integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM cases_seat WHERE case_id = wanted AND person_id = wall_viewer() AND role = 'CHAIR'
                   AND wanted = ANY (wall_cases())) THEN
        RETURN 0;
    END IF;
    UPDATE picture_contribution SET shared_at = moment WHERE case_id = wanted AND shared_at IS NULL;
    GET DIAGNOSTICS opened = ROW_COUNT;
    RETURN opened;
END
$$;
ALTER FUNCTION picture_open_sharing(uuid, timestamptz) OWNER TO casustafel_wall;
GRANT UPDATE (shared_at) ON picture_contribution TO casustafel_wall;
CREATE POLICY wall_opens ON picture_contribution FOR UPDATE TO casustafel_wall USING (true);
