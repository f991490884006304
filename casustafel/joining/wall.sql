-- A case goes up in another. The chair of both tables has it done without reading what is not for the chair: the
-- functions here choose what comes over and for whom, hand out ciphertext and where it goes, and take it in again.
-- They work inside one act (a joining that is not finished), begun by the viewer, who chairs both tables.

CREATE FUNCTION joining_chairs(wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
    home uuid := wall_partnership_as('PROCESS_DIRECTOR');
BEGIN
    RETURN EXISTS (SELECT 1 FROM cases_seat s JOIN cases_case c ON c.id = s.case_id
                   WHERE s.case_id = wanted AND s.person_id = viewer AND s.role = 'CHAIR' AND c.partnership_id = home
                     AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date));
END
$$;

CREATE FUNCTION joining_at_work(wanted uuid) RETURNS joining_joining
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    found joining_joining;
BEGIN
    SELECT * INTO found FROM joining_joining j
    WHERE j.id = wanted AND j.by_id = wall_viewer() AND j.finished_at IS NULL
      AND joining_chairs(j.case_id) AND joining_chairs(j.other_id);
    IF found.id IS NULL THEN
        RAISE EXCEPTION 'permission denied: no joining at work' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN found;
END
$$;

-- The tables of which rows come over; what is not named stays in the file it was made in.
CREATE FUNCTION joining_tables() RETURNS text[]
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
    SELECT ARRAY['picture_contribution', 'picture_statement', 'picture_revision', 'picture_correction',
                 'picture_instrumentresult', 'picture_contact', 'picture_contacttie', 'picture_factor',
                 'picture_informationrequest', 'picture_factortie', 'picture_verdict', 'picture_statementlink',
                 'picture_audienceseat']
$$;

CREATE FUNCTION joining_sealed_columns(name text) RETURNS text[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(attname::text), '{}') FROM pg_attribute
    WHERE attrelid = name::regclass AND attnum > 0 AND NOT attisdropped AND atttypid = 'bytea'::regtype
$$;

-- Whether every organisation at the one table sits at the other as well, so that nobody there learns what it had not.
CREATE FUNCTION joining_all_had(here uuid, there uuid) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT NOT EXISTS (
        SELECT organisation_id FROM cases_seat WHERE case_id = here
            AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date)
        EXCEPT
        SELECT organisation_id FROM cases_seat WHERE case_id = there
            AND from_date <= current_date AND (until_date IS NULL OR until_date > current_date))
$$;

-- The seats at this table that had the contribution at its own: those named by name, else those of who received it.
CREATE FUNCTION joining_named(given picture_contribution, here uuid) RETURNS uuid[]
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(array_agg(s.id), '{}') FROM cases_seat s
    WHERE s.case_id = here AND s.organisation_id <> given.organisation_id
      AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date)
      AND CASE WHEN given.audience = 'SEATS'
               THEN EXISTS (SELECT 1 FROM picture_audienceseat a JOIN cases_seat was ON was.id = a.seat_id
                            WHERE a.contribution_id = given.id AND was.person_id = s.person_id)
               ELSE EXISTS (SELECT 1 FROM picture_provision p
                            WHERE p.contribution_id = given.id AND p.receiver_id = s.organisation_id)
          END
$$;

-- For whom a contribution comes over; nothing when it stays. Twin: joining.rules.audience_here.
CREATE FUNCTION joining_audience(given picture_contribution, here uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
DECLARE
    sits boolean := EXISTS (SELECT 1 FROM cases_seat s WHERE s.case_id = here
                            AND s.organisation_id = given.organisation_id AND s.from_date <= current_date
                            AND (s.until_date IS NULL OR s.until_date > current_date));
BEGIN
    IF given.until_date < current_date THEN
        RETURN NULL;
    ELSIF given.shared_at IS NULL THEN
        RETURN CASE WHEN sits THEN 'LATER' END;
    ELSIF given.onward = 'PARTNERSHIP' AND given.audience IN ('TABLE', 'CORE') THEN
        RETURN given.audience;
    ELSIF sits OR joining_named(given, here) <> '{}' THEN
        RETURN 'SEATS';
    END IF;
    RETURN NULL;
END
$$;

-- Chooses what comes over, gives each row its new id, and says for each contribution who may read it there.
CREATE FUNCTION joining_choose(wanted uuid) RETURNS TABLE (contribution uuid, audience text, provider uuid, was text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at joining_joining := joining_at_work(wanted);
    all_had boolean := joining_all_had(at.case_id, at.other_id);
    name text;
BEGIN
    INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience, state, leaves)
    SELECT gen_random_uuid(), wanted, made.id, 'picture_contribution', made.id, made.old, made.audience, '', false
    FROM (SELECT gen_random_uuid() AS id, c.id AS old, joining_audience(c, at.case_id) AS audience
          FROM picture_contribution c WHERE c.case_id = at.other_id) AS made WHERE made.audience IS NOT NULL;

    FOREACH name IN ARRAY ARRAY['picture_statement', 'picture_revision', 'picture_correction',
                                'picture_instrumentresult', 'picture_contact', 'picture_contacttie'] LOOP
        EXECUTE format('INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience,'
                       ' state, leaves) SELECT gen_random_uuid(), $1, o.new_id, %1$L, gen_random_uuid(), t.id, '''', '''','
                       ' false FROM joining_origin o JOIN %1$I t ON t.contribution_id = o.old_id'
                       ' WHERE o.joining_id = $1 AND o."table" = ''picture_contribution''', name) USING wanted;
    END LOOP;
    DELETE FROM joining_origin o USING picture_contacttie t
    WHERE o.joining_id = wanted AND t.id = o.old_id AND NOT EXISTS (
        SELECT 1 FROM joining_origin p WHERE p.joining_id = wanted AND p.old_id = t.other_contribution_id);

    -- What others say of a contribution comes along where it reaches nobody new, or when they provided it themselves.
    INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience, state, leaves)
    SELECT gen_random_uuid(), wanted, o.new_id, 'picture_verdict', gen_random_uuid(), v.id, '', '', false
    FROM picture_verdict v JOIN joining_origin o ON o.joining_id = wanted AND o.old_id = v.contribution_id
    JOIN picture_contribution c ON c.id = v.contribution_id
    WHERE all_had OR o.audience NOT IN ('TABLE', 'CORE') OR v.organisation_id = c.organisation_id;
    INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience, state, leaves)
    SELECT gen_random_uuid(), wanted, o.new_id, 'picture_statementlink', gen_random_uuid(), l.id, '', '', false
    FROM picture_statementlink l JOIN joining_origin o ON o.joining_id = wanted AND o.old_id = l.contribution_id
    JOIN joining_origin p ON p.joining_id = wanted AND p.old_id = l.other_contribution_id
    WHERE all_had OR o.audience NOT IN ('TABLE', 'CORE') OR p.audience NOT IN ('TABLE', 'CORE');

    -- What is the table's own has no provider who said how far it may go: only when nobody new sits there.
    IF all_had THEN
        INSERT INTO joining_origin (id, joining_id, "table", new_id, old_id, audience, state, leaves)
        SELECT gen_random_uuid(), wanted, 'picture_factor', gen_random_uuid(), f.id, '', '', false
        FROM picture_factor f WHERE f.case_id = at.other_id
          AND (f.code = '' OR NOT EXISTS (SELECT 1 FROM picture_factor g
                                          WHERE g.case_id = at.case_id AND g.code = f.code));
        INSERT INTO joining_origin (id, joining_id, "table", new_id, old_id, audience, state, leaves)
        SELECT gen_random_uuid(), wanted, 'picture_informationrequest', gen_random_uuid(), r.id, '', '', false
        FROM picture_informationrequest r WHERE r.case_id = at.other_id AND r.state = 'ASKED'
          AND r.organisation_id IN (SELECT s.organisation_id FROM cases_seat s WHERE s.case_id = at.case_id
                                    AND s.from_date <= current_date
                                    AND (s.until_date IS NULL OR s.until_date > current_date));
        INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience, state, leaves)
        SELECT gen_random_uuid(), wanted, o.new_id, 'picture_factortie', gen_random_uuid(), t.id, '', '', false
        FROM picture_factortie t JOIN joining_origin o ON o.joining_id = wanted AND o.old_id = t.contribution_id;
    END IF;

    RETURN QUERY SELECT o.new_id, o.audience::text, c.organisation_id, c.audience::text
        FROM joining_origin o JOIN picture_contribution c ON c.id = o.old_id
        WHERE o.joining_id = wanted AND o."table" = 'picture_contribution';
END
$$;

-- The sealed columns of what comes over: ciphertext, and where it goes.
CREATE FUNCTION joining_take(wanted uuid, name text)
RETURNS TABLE (old uuid, new uuid, held uuid, contribution uuid, sealed jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM joining_at_work(wanted);
    IF NOT name = ANY (joining_tables()) THEN
        RAISE EXCEPTION 'permission denied: % stays' , name USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY EXECUTE format(
        'SELECT o.old_id, o.new_id, t.key_id, o.contribution_id,'
        ' (SELECT coalesce(jsonb_object_agg(e.key, e.value), ''{}'') FROM jsonb_each_text(to_jsonb(t)) e'
        '  WHERE e.key = ANY ($2))'
        ' FROM joining_origin o JOIN %1$I t ON t.id = o.old_id WHERE o.joining_id = $1 AND o."table" = %1$L'
        ' ORDER BY o.new_id', name)
        USING wanted, joining_sealed_columns(name);
END
$$;

-- To what a row that comes over points: to what came over with it, or to the same factor that was there already.
CREATE FUNCTION joining_pointing(at joining_joining, given jsonb) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, public AS $$
    SELECT coalesce(jsonb_object_agg(k, coalesce(
        (SELECT o.new_id FROM joining_origin o WHERE o.joining_id = at.id AND o.old_id = (given ->> k)::uuid),
        (SELECT g.id FROM picture_factor f JOIN picture_factor g ON g.code = f.code AND g.case_id = at.case_id
         WHERE k = 'factor_id' AND f.id = (given ->> k)::uuid AND f.code <> ''))), '{}')
    FROM unnest(ARRAY['contribution_id', 'other_contribution_id', 'statement_id', 'other_id', 'factor_id',
                      'contact_id', 'correction_id', 'result_id']) AS k
    WHERE given ->> k IS NOT NULL
$$;

-- The same rows, of the other case, under its keys. Only sealed columns are taken from the caller.
CREATE FUNCTION joining_put(wanted uuid, name text, rows uuid[], keys uuid[], sealed jsonb[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at joining_joining := joining_at_work(wanted);
    done integer;
BEGIN
    IF NOT name = ANY (joining_tables())
       OR EXISTS (SELECT 1 FROM vault_datakey k WHERE k.id = ANY (keys) AND k.scope_id <> at.case_id) THEN
        RAISE EXCEPTION 'permission denied: not for this case' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF name = 'picture_contribution' THEN  -- who got it there got it then; the moment of who gets it now is now
        INSERT INTO picture_provision (id, key_id, case_id, contribution_id, provider_id, receiver_id, at)
        SELECT gen_random_uuid(), g.key, at.case_id, o.new_id, p.provider_id, p.receiver_id, p.at
        FROM unnest(rows, keys) AS g(id, key) JOIN joining_origin o ON o.joining_id = wanted AND o.new_id = g.id
        JOIN picture_provision p ON p.contribution_id = o.old_id;
    END IF;
    EXECUTE format(
        'INSERT INTO %1$I SELECT made.* FROM unnest($2, $3, $4) AS g(id, key, sealed)'
        ' JOIN joining_origin o ON o.joining_id = $1 AND o.new_id = g.id AND o."table" = %1$L'
        ' JOIN %1$I t ON t.id = o.old_id,'
        ' LATERAL (SELECT coalesce(jsonb_object_agg(e.key, e.value), ''{}'') AS texts FROM jsonb_each(g.sealed) e'
        '          WHERE e.key = ANY ($6)) AS s,'
        ' LATERAL jsonb_populate_record(NULL::%1$I, to_jsonb(t) || s.texts || joining_pointing($5, to_jsonb(t))'
        '   || jsonb_build_object(''id'', o.new_id, ''key_id'', g.key, ''case_id'', ($5).case_id)'
        '   || CASE WHEN o.audience = '''' THEN ''{}'' ELSE jsonb_build_object(''audience'', o.audience,'
        '      ''shared_at'', CASE WHEN o.audience <> ''LATER'' THEN ($5).at END) END) AS made', name)
        USING wanted, rows, keys, sealed, at, joining_sealed_columns(name);
    GET DIAGNOSTICS done = ROW_COUNT;
    RETURN done;
END
$$;

-- Names the seats of what comes over narrowed, sets what is said last beside each statement, and ends the act.
CREATE FUNCTION joining_finish(wanted uuid, seats uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at joining_joining := joining_at_work(wanted);
    name text;
BEGIN
    INSERT INTO joining_origin (id, joining_id, contribution_id, "table", new_id, old_id, audience, state, leaves)
    SELECT gen_random_uuid(), wanted, o.new_id, 'picture_audienceseat', gen_random_uuid(), seat, '', '', false
    FROM joining_origin o JOIN picture_contribution c ON c.id = o.old_id
    CROSS JOIN LATERAL unnest(joining_named(c, at.case_id)) AS seat
    WHERE o.joining_id = wanted AND o.audience = 'SEATS';
    INSERT INTO picture_audienceseat (id, key_id, case_id, contribution_id, organisation_id, seat_id, at)
    SELECT o.new_id, c.key_id, at.case_id, c.id, c.organisation_id, o.old_id, at.at
    FROM joining_origin o JOIN picture_contribution c ON c.id = o.contribution_id
    WHERE o.joining_id = wanted AND o."table" = 'picture_audienceseat';
    UPDATE picture_statement s SET verdict = '' FROM joining_origin o
    WHERE o.joining_id = wanted AND o."table" = 'picture_statement' AND s.id = o.new_id AND s.verdict <> ''
      AND NOT EXISTS (SELECT 1 FROM picture_verdict v WHERE v.statement_id = s.id AND v.kind = s.verdict);
    FOREACH name IN ARRAY joining_tables() LOOP
        EXECUTE format('UPDATE joining_origin o SET state = joining_hash(to_jsonb(t)) FROM %1$I t'
                       ' WHERE o.joining_id = $1 AND o."table" = %1$L AND t.id = o.new_id', name) USING wanted;
    END LOOP;
    INSERT INTO joining_origin (id, joining_id, "table", new_id, old_id, audience, state, leaves)
    SELECT gen_random_uuid(), wanted, 'cases_seat', s.id, coalesce(b.id, s.id), '', '', false
    FROM cases_seat s
    LEFT JOIN cases_seat b ON b.case_id = at.other_id AND b.person_id = s.person_id AND b.until_date IS NULL
    WHERE s.id = ANY (seats) AND s.case_id = at.case_id AND s.from_date = current_date;
    UPDATE joining_joining SET finished_at = at.at WHERE id = wanted;
END
$$;

CREATE FUNCTION joining_hash(given jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public AS $$
    SELECT encode(sha256(convert_to(given::text, 'UTF8')), 'hex')
$$;

-- What came over and was changed since, or has something hanging on it that did not come along.
CREATE FUNCTION joining_kept(wanted uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    kept uuid[] := '{}';
    more uuid[];
    name text;
    points record;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM joining_joining j WHERE j.id = wanted AND j.case_id = ANY (wall_cases())) THEN
        RETURN kept;
    END IF;
    FOREACH name IN ARRAY joining_tables() LOOP
        EXECUTE format('SELECT array_agg(coalesce(o.contribution_id, o.new_id)) FROM joining_origin o'
                       ' LEFT JOIN %1$I t ON t.id = o.new_id WHERE o.joining_id = $1 AND o."table" = %1$L'
                       ' AND joining_hash(to_jsonb(t)) IS DISTINCT FROM o.state', name) INTO more USING wanted;
        kept := kept || more;
    END LOOP;
    FOR points IN SELECT c.conrelid::regclass AS from_table, a.attname AS by_column FROM pg_constraint c
                  JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                  WHERE c.contype = 'f' AND c.confrelid = ANY (joining_tables()::regclass[]::oid[])
                    AND c.conrelid NOT IN ('picture_provision'::regclass, 'joining_origin'::regclass) LOOP
        EXECUTE format('SELECT array_agg(coalesce(o.contribution_id, o.new_id)) FROM joining_origin o'
                       ' JOIN %1$s r ON r.%2$I = o.new_id WHERE o.joining_id = $1 AND NOT EXISTS ('
                       ' SELECT 1 FROM joining_origin p WHERE p.joining_id = $1 AND p.new_id = r.id)',
                       points.from_table, points.by_column) INTO more USING wanted;
        kept := kept || more;
    END LOOP;
    RETURN kept || (SELECT array_agg(t.factor_id) FROM picture_factortie t WHERE t.contribution_id = ANY (kept));
END
$$;

-- The same, as far as the viewer may read it: what is sealed for others stays unsaid.
CREATE FUNCTION joining_changed(wanted uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_organisation();
    cores uuid[] := wall_core_cases();
    named uuid[] := wall_named_contributions();
BEGIN
    RETURN (SELECT coalesce(array_agg(DISTINCT k.id), '{}') FROM unnest(joining_kept(wanted)) AS k(id)
            LEFT JOIN picture_contribution c ON c.id = k.id
            WHERE c.id IS NULL OR c.organisation_id = own
               OR (c.shared_at IS NOT NULL
                   AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND c.case_id = ANY (cores))
                        OR (c.audience = 'SEATS' AND c.id = ANY (named)))));
END
$$;

-- Takes back out what came over and stayed as it came. Gives the names of the rows, for the log.
CREATE FUNCTION joining_undo(wanted uuid, moment timestamptz) RETURNS text[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at joining_joining;
    kept uuid[];
    gone text[];
    name text;
BEGIN
    SELECT * INTO at FROM joining_joining j
    WHERE j.id = wanted AND j.finished_at IS NOT NULL AND j.undone_at IS NULL AND j.undo_until_date >= current_date
      AND joining_chairs(j.case_id) AND joining_chairs(j.other_id);
    IF at.id IS NULL THEN
        RAISE EXCEPTION 'permission denied: nothing to undo' USING ERRCODE = 'insufficient_privilege';
    END IF;
    kept := joining_kept(wanted);
    UPDATE joining_origin o SET leaves = true
    WHERE o.joining_id = wanted AND o."table" <> 'cases_seat'
      AND NOT coalesce(o.contribution_id, o.new_id) = ANY (kept);
    -- What lies between two goes with either of them.
    UPDATE joining_origin o SET leaves = true FROM picture_statementlink l
    WHERE o.joining_id = wanted AND l.id = o.new_id
      AND EXISTS (SELECT 1 FROM joining_origin p WHERE p.new_id = l.other_contribution_id AND p.leaves);
    UPDATE joining_origin o SET leaves = true FROM picture_contacttie l
    WHERE o.joining_id = wanted AND l.id = o.new_id
      AND EXISTS (SELECT 1 FROM joining_origin p WHERE p.new_id = l.other_contribution_id AND p.leaves);
    gone := (SELECT coalesce(array_agg(o."table" || ':' || o.new_id ORDER BY o."table", o.new_id), '{}')
             FROM joining_origin o WHERE o.joining_id = wanted AND o.leaves)
         || (SELECT coalesce(array_agg('picture_provision:' || p.contribution_id || ':' || p.receiver_id), '{}')
             FROM picture_provision p JOIN joining_origin o ON o.new_id = p.contribution_id
             WHERE o.joining_id = wanted AND o.leaves);
    DELETE FROM picture_provision p USING joining_origin o
    WHERE o.joining_id = wanted AND o.leaves AND p.contribution_id = o.new_id;
    FOREACH name IN ARRAY joining_tables() LOOP
        EXECUTE format('DELETE FROM %1$I t USING joining_origin o'
                       ' WHERE o.joining_id = $1 AND o.leaves AND o.new_id = t.id', name) USING wanted;
    END LOOP;
    DELETE FROM joining_origin o WHERE o.joining_id = wanted AND o.leaves;
    UPDATE joining_joining SET undone_at = moment, undone_by_id = wall_viewer() WHERE id = wanted;
    RETURN gone;
END
$$;

ALTER FUNCTION joining_chairs(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_at_work(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_choose(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_take(uuid, text) OWNER TO casustafel_wall;
ALTER FUNCTION joining_put(uuid, text, uuid[], uuid[], jsonb[]) OWNER TO casustafel_wall;
ALTER FUNCTION joining_finish(uuid, uuid[]) OWNER TO casustafel_wall;
ALTER FUNCTION joining_kept(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_changed(uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_undo(uuid, timestamptz) OWNER TO casustafel_wall;
-- Which rows were changed is the affair of who may read them.
REVOKE EXECUTE ON FUNCTION joining_at_work(uuid), joining_kept(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION joining_at_work(uuid), joining_kept(uuid) TO casustafel_wall;

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['joining_joining', 'joining_origin'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY wall ON %I TO casustafel_wall USING (true)', name);
    END LOOP;
    -- The wall writes what comes over, and takes away nothing but what is to leave.
    FOREACH name IN ARRAY joining_tables() LOOP
        EXECUTE format('CREATE POLICY joins ON %I TO casustafel_wall USING (true)', name);
        EXECUTE format('CREATE POLICY only_what_leaves ON %1$I AS RESTRICTIVE FOR DELETE TO casustafel_wall'
                       ' USING (EXISTS (SELECT 1 FROM joining_origin o WHERE o.new_id = %1$I.id AND o.leaves))', name);
        EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO casustafel_wall', name);
    END LOOP;
END
$$;
CREATE POLICY only_what_leaves ON picture_provision AS RESTRICTIVE FOR DELETE TO casustafel_wall
    USING (EXISTS (SELECT 1 FROM joining_origin o WHERE o.new_id = contribution_id AND o.leaves));
GRANT DELETE ON picture_provision TO casustafel_wall;
GRANT SELECT (id, scope_id) ON vault_datakey TO casustafel_wall;
GRANT SELECT ON joining_joining TO casustafel_wall;
GRANT UPDATE (finished_at, undone_at, undone_by_id) ON joining_joining TO casustafel_wall;
GRANT SELECT, INSERT, UPDATE, DELETE ON joining_origin TO casustafel_wall;
-- Read by nobody there; what they point at is asked who hangs on what came over.
GRANT SELECT ON picture_correctionnotice, picture_contributiondeed, picture_factorchange, picture_instrumentreport
    TO casustafel_wall;
CREATE POLICY joins ON picture_correctionnotice FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY joins ON picture_contributiondeed FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY joins ON picture_factorchange FOR SELECT TO casustafel_wall USING (true);
CREATE POLICY joins ON picture_instrumentreport FOR SELECT TO casustafel_wall USING (true);

CREATE POLICY at_either_table ON joining_joining FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]) OR other_id = ANY ((SELECT wall_cases())::uuid[]));
CREATE POLICY chair_of_both_begins ON joining_joining FOR INSERT TO casustafel_app
    WITH CHECK (by_id = (SELECT wall_viewer()) AND finished_at IS NULL AND undone_at IS NULL
                AND joining_chairs(case_id) AND joining_chairs(other_id));
CREATE POLICY with_its_contribution ON joining_origin FOR SELECT TO casustafel_app
    USING (EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id)
           OR (contribution_id IS NULL
               AND EXISTS (SELECT 1 FROM joining_joining j WHERE j.id = joining_id
                           AND j.case_id = ANY ((SELECT wall_cases())::uuid[]))));
