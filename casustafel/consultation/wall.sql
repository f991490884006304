-- Consultations: for who asked, for whom it was put to, and for nobody else. That a question comes from a report
-- is known to the reporting officers alone.

CREATE FUNCTION wall_may_read_consultation(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM consultation_consultation WHERE id = wanted
        AND partnership_id = (SELECT wall_partnership())
        AND (asked_by_id = (SELECT wall_viewer()) OR asked_of_id = (SELECT wall_viewer())
             OR (put_to = 'DESK' AND 'REPORTING_OFFICER' = ANY ((SELECT wall_roles())::text[]))
             OR (put_to = 'SUPPORT_POINT' AND 'ADVISER' = ANY ((SELECT wall_roles())::text[]))))
$$;
CREATE FUNCTION wall_asked_consultation(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM consultation_consultation WHERE id = wanted
        AND partnership_id = (SELECT wall_partnership()) AND asked_by_id = (SELECT wall_viewer()))
$$;

ALTER FUNCTION wall_may_read_consultation(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION wall_asked_consultation(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON consultation_consultation TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['consultation_consultation', 'consultation_reply', 'consultation_occasion'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
END
$$;
CREATE POLICY wall ON consultation_consultation FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY own ON consultation_consultation FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership())
           AND (asked_by_id = (SELECT wall_viewer()) OR asked_of_id = (SELECT wall_viewer())));
CREATE POLICY desk ON consultation_consultation FOR SELECT TO casustafel_app
    USING (put_to = 'DESK' AND partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY support_point ON consultation_consultation FOR SELECT TO casustafel_app
    USING (put_to = 'SUPPORT_POINT' AND partnership_id = (SELECT wall_partnership_as('ADVISER')));
CREATE POLICY asks ON consultation_consultation FOR INSERT TO casustafel_app
    WITH CHECK (asked_by_id = (SELECT wall_viewer()) AND partnership_id = (SELECT wall_partnership())
                AND state = 'ASKED'
                AND (put_to <> 'PARTNER' OR partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER'))));
CREATE POLICY moves ON consultation_consultation FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership())
           AND (asked_by_id = (SELECT wall_viewer()) OR asked_of_id = (SELECT wall_viewer())
                OR (put_to = 'DESK' AND partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')))
                OR (put_to = 'SUPPORT_POINT' AND partnership_id = (SELECT wall_partnership_as('ADVISER')))));

CREATE POLICY readers ON consultation_reply FOR SELECT TO casustafel_app
    USING (wall_may_read_consultation(consultation_id));
CREATE POLICY says ON consultation_reply FOR INSERT TO casustafel_app
    WITH CHECK (by_id = (SELECT wall_viewer()) AND wall_may_read_consultation(consultation_id)
                AND (kind = 'FOLLOW_UP') = wall_asked_consultation(consultation_id));

CREATE POLICY desk ON consultation_occasion FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY desk_adds ON consultation_occasion FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER'))
                AND wall_asked_consultation(consultation_id));

-- The worker takes away what is past its day, and sees nothing else; grants.sql gives it no sealed column. A key
-- that still opens something cannot go: rows that name it hold it.
CREATE POLICY past_its_day ON consultation_consultation TO casustafel_worker USING (until_date <= current_date);
CREATE POLICY past_its_day ON consultation_reply TO casustafel_worker
    USING (consultation_id IN (SELECT id FROM consultation_consultation));
CREATE POLICY past_its_day ON consultation_occasion TO casustafel_worker
    USING (consultation_id IN (SELECT id FROM consultation_consultation));
-- A draft that nobody went on with may hold what the check would have refused.
CREATE POLICY left_alone ON access_draft TO casustafel_worker
    USING (place LIKE 'consultation:%' AND saved_at < current_date - interval '14 days');
