-- Who is looking. The application role holds only the session's own token; these functions, which run with
-- the rights of the wall, turn it into a person. Setting another person's id gains nothing: there is no such
-- setting. A token that is not an open session is nobody, and nobody sees nothing.

-- They are written in plpgsql because it keeps their plans, and each asks its question once: policies call them
-- as (SELECT wall_...()), so that a statement asks once and not for every row.

CREATE FUNCTION wall_account() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    name text := encode(sha256(convert_to(current_setting('casustafel.token', true), 'UTF8')), 'hex');
BEGIN
    RETURN (SELECT account_id FROM access_session WHERE key_hash = name
            AND statement_timestamp() < idle_until AND statement_timestamp() < ends_at);
END
$$;

CREATE FUNCTION wall_viewer() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    account uuid := wall_account();
BEGIN
    RETURN (SELECT p.id FROM parties_person p JOIN access_account a ON a.id = p.account_id
            WHERE p.account_id = account AND a.is_active
              AND (p.until_date IS NULL OR p.until_date > current_date));
END
$$;

CREATE FUNCTION wall_partnership() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT partnership_id FROM parties_person WHERE id = viewer);
END
$$;

CREATE FUNCTION wall_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT organisation_id FROM parties_person WHERE id = viewer);
END
$$;

CREATE FUNCTION wall_roles() RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT role::text), '{}') FROM parties_mandate
            WHERE person_id = viewer
              AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date));
END
$$;

-- The partnership of the viewer when the viewer has one of these roles, else nothing.
CREATE FUNCTION wall_partnership_as(VARIADIC wanted text[]) RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    IF wall_roles() && wanted THEN
        RETURN wall_partnership();
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION wall_enter(token text, OUT person_id uuid, OUT partnership_id uuid, OUT organisation_id uuid,
                           OUT organisation_kind text, OUT tie text, OUT roles text[]) RETURNS SETOF record
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid;
BEGIN
    PERFORM set_config('casustafel.token', token, true);
    viewer := wall_viewer();
    RETURN QUERY SELECT p.id, p.partnership_id, p.organisation_id, o.kind::text, o.tie::text, wall_roles()
        FROM parties_person p JOIN parties_organisation o ON o.id = p.organisation_id
        WHERE p.id = viewer;
    IF NOT FOUND THEN
        PERFORM set_config('casustafel.token', '', true);
    END IF;
END
$$;

ALTER FUNCTION wall_account() OWNER TO casustafel_wall;
ALTER FUNCTION wall_viewer() OWNER TO casustafel_wall;
ALTER FUNCTION wall_partnership() OWNER TO casustafel_wall;
ALTER FUNCTION wall_organisation() OWNER TO casustafel_wall;
ALTER FUNCTION wall_roles() OWNER TO casustafel_wall;
ALTER FUNCTION wall_partnership_as(text[]) OWNER TO casustafel_wall;
ALTER FUNCTION wall_enter(text) OWNER TO casustafel_wall;

GRANT SELECT ON access_session, access_account, parties_person, parties_organisation, parties_mandate
    TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['parties_organisation', 'parties_person', 'parties_mandate', 'parties_deputy',
                                'parties_agreement', 'parties_signature'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY own_partnership ON %I TO casustafel_app'
                       ' USING (partnership_id = (SELECT wall_partnership()))', name);
        -- Who installs the program sets up partnerships; there is no file of anybody in these tables.
        EXECUTE format('CREATE POLICY installation ON %I TO CURRENT_USER USING (true)', name);
        EXECUTE format('CREATE POLICY wall ON %I FOR SELECT TO casustafel_wall USING (true)', name);
    END LOOP;
END
$$;

ALTER TABLE access_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE access_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON access_draft TO casustafel_app USING (person_id = (SELECT wall_viewer()));

-- Administrators only may change who works here.
CREATE POLICY administrator_inserts ON parties_person AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('ADMINISTRATOR')));
CREATE POLICY administrator_updates ON parties_person AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('ADMINISTRATOR')));
CREATE POLICY administrator_inserts ON parties_mandate AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('ADMINISTRATOR')));
CREATE POLICY administrator_updates ON parties_mandate AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('ADMINISTRATOR')));
