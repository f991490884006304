-- A seat opens the reviews of a case. A measure is the own organisation's, and stays once the review is decided.
-- What the reporter may be told goes from the table to the reporting officers, and does not come back.

CREATE FUNCTION wall_review_is_open(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM monitoring_review WHERE id = wanted AND decision = '')
$$;
ALTER FUNCTION wall_review_is_open(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON monitoring_review TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['monitoring_review', 'monitoring_measure', 'monitoring_closing',
                                'monitoring_feedbackproposal'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['monitoring_review', 'monitoring_measure', 'monitoring_closing'] LOOP
        EXECUTE format('CREATE POLICY seated ON %I FOR SELECT TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['monitoring_review', 'monitoring_closing'] LOOP
        EXECUTE format('CREATE POLICY seated_adds ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
    END LOOP;
END
$$;

CREATE POLICY seated_decides ON monitoring_review FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY wall ON monitoring_review FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY own_given ON monitoring_measure FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[])
                AND organisation_id = (SELECT wall_organisation()) AND wall_review_is_open(review_id));
CREATE POLICY own_replaced ON monitoring_measure FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND organisation_id = (SELECT wall_organisation()) AND wall_review_is_open(review_id));

CREATE POLICY desk ON monitoring_feedbackproposal FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY desk_sends ON monitoring_feedbackproposal FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY table_proposes ON monitoring_feedbackproposal FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND partnership_id = (SELECT wall_partnership())
                AND sent_date IS NULL);
