-- The bell: everybody their own. Who is told something cannot be read by who tells it, so telling is a function
-- that puts rows there and nothing else. A place that tells nobody has no rows to look at either.

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['notices_notice', 'notices_postbox'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY wall ON %I FOR SELECT TO casustafel_wall USING (true)', name);
        EXECUTE format('CREATE POLICY post ON %I TO casustafel_worker USING (true)', name);
    END LOOP;
END
$$;
CREATE POLICY own ON notices_notice TO casustafel_app USING (to_id = (SELECT wall_viewer()));
CREATE POLICY own ON notices_postbox TO casustafel_app
    USING (person_id = (SELECT wall_viewer()) AND partnership_id = (SELECT wall_partnership()));
CREATE POLICY wall_tells ON notices_notice FOR INSERT TO casustafel_wall WITH CHECK (true);

GRANT SELECT ON notices_notice, notices_postbox, parties_deputy TO casustafel_wall;
GRANT INSERT (id, partnership_id, to_id, for_whom_id, kind, path, made_at) ON notices_notice TO casustafel_wall;

-- For people who work in this partnership, and who stands in for them now and has one of these roles. Nobody is
-- told what they did themselves. With a seed it is said once; without, once for as long as nobody looked.
CREATE FUNCTION notices_put(home uuid, people uuid[], what text, place text, moment timestamptz,
                            deputies text[], seed text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    viewer uuid := wall_viewer();
BEGIN
    INSERT INTO notices_notice (id, partnership_id, to_id, for_whom_id, kind, path, made_at)
    SELECT CASE WHEN seed IS NULL THEN gen_random_uuid() ELSE md5(seed || '|' || p.id)::uuid END,
           home, p.id, told.away, what, place, moment
    FROM (SELECT unnest(people) AS reader, NULL::uuid AS away
          UNION ALL
          SELECT d.deputy_id, d.person_id FROM parties_deputy d
          WHERE d.person_id = ANY (people) AND NOT d.deputy_id = ANY (people)
            AND d.from_date <= current_date AND d.until_date > current_date
            AND EXISTS (SELECT 1 FROM parties_mandate m
                        WHERE m.person_id = d.deputy_id AND m.role = ANY (deputies)
                          AND m.from_date <= current_date
                          AND (m.until_date IS NULL OR m.until_date > current_date))) AS told
    JOIN parties_person p ON p.id = told.reader
    WHERE p.partnership_id = home AND p.id IS DISTINCT FROM viewer
      AND (p.until_date IS NULL OR p.until_date > current_date)
    ON CONFLICT DO NOTHING;
END
$$;

-- By somebody at work, to people of the same partnership.
CREATE FUNCTION notices_tell(people uuid[], what text, place text, moment timestamptz, deputies text[])
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    home uuid := wall_partnership();
BEGIN
    IF home IS NOT NULL THEN
        PERFORM notices_put(home, people, what, place, moment, deputies, NULL);
    END IF;
END
$$;

-- By anybody, to the reporting officers of a partnership: all, or the one who has this report in hand.
CREATE FUNCTION notices_tell_desk(home uuid, what text, place text, moment timestamptz, handler uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    officers uuid[] := ARRAY(SELECT m.person_id FROM parties_mandate m
                             WHERE m.partnership_id = home AND m.role = 'REPORTING_OFFICER'
                               AND m.from_date <= current_date
                               AND (m.until_date IS NULL OR m.until_date > current_date));
BEGIN
    IF place NOT LIKE '/meldingen/%' THEN
        RAISE EXCEPTION 'the desk is told of its own pages only';
    END IF;
    IF handler = ANY (officers) THEN
        officers := ARRAY[handler];
    END IF;
    PERFORM notices_put(home, officers, what, place, moment, ARRAY['REPORTING_OFFICER'], NULL);
END
$$;

-- By the worker: what begins by itself. Who stands in for somebody hears it once, when it begins.
CREATE FUNCTION notices_remind(moment timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM notices_put(d.partnership_id, ARRAY[d.deputy_id], 'STANDS_IN', '/berichten/', moment, '{}',
                        'deputy|' || d.id)
    FROM parties_deputy d
    WHERE d.from_date <= current_date AND d.until_date > current_date AND d.from_date > current_date - 30;
END
$$;

-- Whose mail may go out: who works here, with an open account and an address; and in which language.
CREATE FUNCTION notices_reachable() RETURNS TABLE (postbox_id uuid, language text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT b.id, a.language::text
        FROM notices_postbox b
        JOIN parties_person p ON p.id = b.person_id
        JOIN access_account a ON a.id = p.account_id
        WHERE b.rhythm <> 'NEVER' AND b.mail <> '' AND a.is_active
          AND (p.until_date IS NULL OR p.until_date > current_date);
END
$$;

-- Of who no longer works here.
CREATE FUNCTION notices_left() RETURNS TABLE (postbox_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    RETURN QUERY SELECT b.id FROM notices_postbox b JOIN parties_person p ON p.id = b.person_id
        WHERE p.until_date <= current_date;
END
$$;

-- How many people the mail did not reach for this long: for the administrator of their partnership.
CREATE FUNCTION notices_mail_waits(patience interval) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    home uuid := wall_partnership_as('ADMINISTRATOR');
BEGIN
    RETURN (SELECT count(*) FROM notices_postbox
            WHERE partnership_id = home AND waits_since < statement_timestamp() - patience);
END
$$;

REVOKE EXECUTE ON FUNCTION notices_put(uuid, uuid[], text, text, timestamptz, text[], text) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION notices_remind(timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION notices_reachable() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION notices_left() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notices_remind(timestamptz) TO casustafel_worker;
GRANT EXECUTE ON FUNCTION notices_reachable() TO casustafel_worker;
GRANT EXECUTE ON FUNCTION notices_left() TO casustafel_worker;
ALTER FUNCTION notices_put(uuid, uuid[], text, text, timestamptz, text[], text) OWNER TO casustafel_wall;
ALTER FUNCTION notices_tell(uuid[], text, text, timestamptz, text[]) OWNER TO casustafel_wall;
ALTER FUNCTION notices_tell_desk(uuid, text, text, timestamptz, uuid) OWNER TO casustafel_wall;
ALTER FUNCTION notices_remind(timestamptz) OWNER TO casustafel_wall;
ALTER FUNCTION notices_reachable() OWNER TO casustafel_wall;
ALTER FUNCTION notices_left() OWNER TO casustafel_wall;
ALTER FUNCTION notices_mail_waits(interval) OWNER TO casustafel_wall;
