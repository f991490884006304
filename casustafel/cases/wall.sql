-- Only a seat opens a case. The arrays are computed once per statement, so a list costs as much with a hundred
-- thousand cases as with ten.

CREATE FUNCTION wall_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT case_id), '{}') FROM cases_seat
            WHERE person_id = viewer
              AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date));
END
$$;

-- The same, for who sits there for a core partner.
CREATE FUNCTION wall_core_cases() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_organisation();
BEGIN
    IF (SELECT tie FROM parties_organisation WHERE id = own) = 'CORE' THEN
        RETURN wall_cases();
    END IF;
    RETURN '{}';
END
$$;

-- A case of the viewer's partnership that has no seats yet: only in the act of opening it.
CREATE FUNCTION wall_is_new_case(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_partnership_as('PROCESS_DIRECTOR');
BEGIN
    RETURN EXISTS (SELECT 1 FROM cases_case WHERE id = wanted AND partnership_id = own)
       AND NOT EXISTS (SELECT 1 FROM cases_seat WHERE case_id = wanted);
END
$$;

-- One's partnership only: a seat is never given to somebody elsewhere.
CREATE FUNCTION wall_is_colleague(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_partnership();
BEGIN
    RETURN EXISTS (SELECT 1 FROM parties_person WHERE id = wanted AND partnership_id = own);
END
$$;

ALTER FUNCTION wall_cases() OWNER TO casustafel_wall;
ALTER FUNCTION wall_core_cases() OWNER TO casustafel_wall;
ALTER FUNCTION wall_is_new_case(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION wall_is_colleague(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON cases_case, cases_seat TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['cases_case', 'cases_subject', 'cases_seat', 'cases_step'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['cases_subject', 'cases_step'] LOOP
        EXECUTE format('CREATE POLICY seated ON %I TO casustafel_app'
                       ' USING (case_id = ANY ((SELECT wall_cases())::uuid[]))', name);
        EXECUTE format('CREATE POLICY opening ON %I FOR INSERT TO casustafel_app'
                       ' WITH CHECK (wall_is_new_case(case_id))', name);
    END LOOP;
END
$$;

CREATE POLICY seated ON cases_case TO casustafel_app USING (id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY opening ON cases_case FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('PROCESS_DIRECTOR')));
CREATE POLICY wall ON cases_case FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY seated ON cases_seat FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) OR person_id = (SELECT wall_viewer()));
CREATE POLICY chair_seats ON cases_seat FOR INSERT TO casustafel_app
    WITH CHECK (wall_is_colleague(person_id)
                AND (wall_is_new_case(case_id)
                     OR (case_id = ANY ((SELECT wall_cases())::uuid[])
                         AND (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL)));
CREATE POLICY chair_ends ON cases_seat FOR UPDATE TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND (SELECT wall_partnership_as('PROCESS_DIRECTOR')) IS NOT NULL);
CREATE POLICY wall ON cases_seat FOR SELECT TO casustafel_wall USING (true);
