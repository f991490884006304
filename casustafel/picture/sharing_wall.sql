-- The chair alone opens sharing and closes it again. What was prepared is one's own until then, and stands still after.

CREATE FUNCTION wall_chairs(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM cases_seat
                   WHERE case_id = wanted AND person_id = wall_viewer() AND role = 'CHAIR'
                     AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date))
       AND wanted = ANY (wall_cases())
$$;
ALTER FUNCTION wall_chairs(uuid) OWNER TO casustafel_wall;

CREATE FUNCTION wall_is_sharing(wanted uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT 1 FROM picture_sharing WHERE case_id = wanted AND closed_at IS NULL)
$$;
ALTER FUNCTION wall_is_sharing(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON picture_sharing TO casustafel_wall;
CREATE POLICY wall ON picture_sharing FOR SELECT TO casustafel_wall USING (true);

DROP POLICY seated ON picture_sharing;
CREATE POLICY seated ON picture_sharing FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY chair_opens ON picture_sharing FOR INSERT TO casustafel_app
    WITH CHECK (wall_chairs(case_id) AND opened_by_id = (SELECT wall_viewer()) AND closed_at IS NULL);
CREATE POLICY chair_closes ON picture_sharing FOR UPDATE TO casustafel_app
    USING (wall_chairs(case_id) AND closed_at IS NULL)
    WITH CHECK (wall_chairs(case_id) AND closed_at IS NOT NULL);

DROP POLICY own_given ON picture_prepared;
CREATE POLICY own_given ON picture_prepared FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND shared_at IS NULL
                AND NOT wall_is_sharing(case_id));
DROP POLICY own_changed ON picture_prepared;
CREATE POLICY own_changed ON picture_prepared FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
           AND shared_at IS NULL)
    WITH CHECK (person_id = (SELECT wall_viewer()) AND organisation_id = (SELECT wall_organisation())
                AND shared_at IS NULL);

DROP POLICY own_done ON picture_preparation;
CREATE POLICY own_done ON picture_preparation FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
                AND organisation_id = (SELECT wall_organisation()) AND NOT wall_is_sharing(case_id));
DROP POLICY own_taken_back ON picture_preparation;
CREATE POLICY own_taken_back ON picture_preparation FOR DELETE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) AND person_id = (SELECT wall_viewer())
           AND NOT wall_is_sharing(case_id));

-- As before, and only for who chairs today.
CREATE OR REPLACE FUNCTION picture_open_sharing(wanted uuid, moment timestamptz) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    opened integer;
BEGIN
    IF NOT wall_chairs(wanted) THEN
        RETURN 0;
    END IF;
    UPDATE picture_contribution SET shared_at = moment
        WHERE case_id = wanted AND shared_at IS NULL AND audience <> 'LATER';
    GET DIAGNOSTICS opened = ROW_COUNT;
    UPDATE picture_prepared SET shared_at = moment WHERE case_id = wanted AND shared_at IS NULL;
    RETURN opened;
END
$$;
