-- A seat opens the plan of a case; what was settled and what a goal said before are added to, never changed.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['plan_goal', 'plan_goalrevision', 'plan_intervention', 'plan_servedgoal',
                                'plan_delivery', 'plan_commitment', 'plan_planversion', 'plan_consent'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY seated ON %I FOR SELECT TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['plan_goal', 'plan_goalrevision', 'plan_intervention', 'plan_servedgoal',
                                'plan_delivery', 'plan_commitment', 'plan_planversion'] LOOP
        EXECUTE format('CREATE POLICY seated_adds ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['plan_goal', 'plan_commitment'] LOOP
        EXECUTE format('CREATE POLICY seated_changes ON %I FOR UPDATE TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
END
$$;

-- One speaks for oneself; who settles the plan puts the version on the consents of the round, and nothing else.
CREATE POLICY own_given ON plan_consent FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND plan_version_id IS NULL);
CREATE POLICY own_replaced_or_settled ON plan_consent FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND plan_version_id IS NULL)
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND (plan_version_id IS NOT NULL OR person_id = (SELECT wall_viewer())));
