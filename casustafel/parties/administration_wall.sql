-- Who may change who works together: administrators, in their own partnership. What was agreed is ended, never
-- taken away. Accounts and numbers are read before anybody is known (signing in, the public form), and changed
-- by few.

-- The account of who holds a code with which a password is chosen. The transaction carries login name and code;
-- the table has their hash.
CREATE FUNCTION wall_invited() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    name text := encode(sha256(convert_to(current_setting('casustafel.invitation', true), 'UTF8')), 'hex');
BEGIN
    RETURN (SELECT account_id FROM access_invitation
            WHERE code_hash = name AND statement_timestamp() < valid_until);
END
$$;

-- Whether the viewer is administrator of the partnership in which the person with this account works.
CREATE FUNCTION wall_administers(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_partnership_as('ADMINISTRATOR');
BEGIN
    RETURN EXISTS (SELECT 1 FROM parties_person WHERE account_id = wanted AND partnership_id = own);
END
$$;

ALTER FUNCTION wall_invited() OWNER TO casustafel_wall;
ALTER FUNCTION wall_administers(uuid) OWNER TO casustafel_wall;
GRANT SELECT ON access_invitation TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['parties_organisation', 'parties_deputy', 'parties_agreement',
                                'parties_signature'] LOOP
        EXECUTE format('CREATE POLICY administrator_inserts ON %I AS RESTRICTIVE FOR INSERT TO casustafel_app'
                       ' WITH CHECK (partnership_id = (SELECT wall_partnership_as(''ADMINISTRATOR'')))', name);
        EXECUTE format('CREATE POLICY administrator_updates ON %I AS RESTRICTIVE FOR UPDATE TO casustafel_app'
                       ' USING (partnership_id = (SELECT wall_partnership_as(''ADMINISTRATOR'')))', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['access_account', 'access_invitation', 'parties_parameter'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY installation ON %I TO CURRENT_USER USING (true)', name);
        EXECUTE format('CREATE POLICY wall ON %I FOR SELECT TO casustafel_wall USING (true)', name);
    END LOOP;
END
$$;

CREATE POLICY asked_at_the_door ON access_account FOR SELECT TO casustafel_app USING (true);
CREATE POLICY administrator_inserts ON access_account FOR INSERT TO casustafel_app
    WITH CHECK ((SELECT wall_partnership_as('ADMINISTRATOR')) IS NOT NULL);
CREATE POLICY own ON access_account FOR UPDATE TO casustafel_app USING (id = (SELECT wall_account()));
CREATE POLICY invited ON access_account FOR UPDATE TO casustafel_app USING (id = (SELECT wall_invited()));
CREATE POLICY administrator_updates ON access_account FOR UPDATE TO casustafel_app
    USING (wall_administers(id));

CREATE POLICY administrator ON access_invitation TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('ADMINISTRATOR')) AND wall_administers(account_id));
CREATE POLICY holder_reads ON access_invitation FOR SELECT TO casustafel_app
    USING (account_id = (SELECT wall_invited()));
CREATE POLICY holder_uses ON access_invitation FOR DELETE TO casustafel_app
    USING (account_id = (SELECT wall_invited()));
CREATE POLICY sweeper ON access_invitation TO casustafel_worker USING (true);

CREATE POLICY public ON parties_parameter FOR SELECT TO casustafel_app USING (true);
CREATE POLICY officer_inserts ON parties_parameter FOR INSERT TO casustafel_app
    WITH CHECK (partnership_id = (SELECT wall_partnership_as('DATA_PROTECTION_OFFICER')));
CREATE POLICY officer_updates ON parties_parameter FOR UPDATE TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('DATA_PROTECTION_OFFICER')));
