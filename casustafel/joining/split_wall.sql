-- A second person goes on in a case of their own: by the same functions and rules as merging, with what the chair
-- chose. Nobody chooses what they may not read, so all else stays.
ALTER FUNCTION joining_choose(uuid) RENAME TO joining_choose_all;
REVOKE EXECUTE ON FUNCTION joining_choose_all(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION joining_choose_all(uuid) TO casustafel_wall;

-- Whether the viewer may read each of these contributions of this case.
CREATE FUNCTION joining_reads(chosen uuid[], wanted uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_organisation();
    cores uuid[] := wall_core_cases();
    named uuid[] := wall_named_contributions();
BEGIN
    RETURN wanted = ANY (wall_cases()) AND NOT EXISTS (
        SELECT 1 FROM unnest(chosen) AS k(id)
        WHERE NOT EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = k.id AND c.case_id = wanted
            AND (c.organisation_id = own
                 OR (c.shared_at IS NOT NULL AND c.until_date >= current_date
                     AND (c.audience = 'TABLE' OR (c.audience = 'CORE' AND c.case_id = ANY (cores))
                          OR (c.audience = 'SEATS' AND c.id = ANY (named)))))));
END
$$;

-- Merging takes all that may come; splitting what was chosen, into a case in which nothing stands yet.
CREATE FUNCTION joining_choose(wanted uuid, chosen uuid[])
RETURNS TABLE (contribution uuid, audience text, provider uuid, was text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    at joining_joining := joining_at_work(wanted);
BEGIN
    IF at.way = 'MERGE' THEN
        RETURN QUERY SELECT * FROM joining_choose_all(wanted);
        RETURN;
    END IF;
    IF NOT joining_reads(chosen, at.other_id)
       OR EXISTS (SELECT 1 FROM picture_contribution c WHERE c.case_id = at.case_id) THEN
        RAISE EXCEPTION 'permission denied: not for who splits' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM * FROM joining_choose_all(wanted);
    -- What was not chosen, and the table's own: factors, what they rest on, and questions.
    DELETE FROM joining_origin o
    WHERE o.joining_id = wanted AND (o.contribution_id IS NULL OR o."table" = 'picture_factortie' OR NOT EXISTS (
        SELECT 1 FROM joining_origin p WHERE p.joining_id = wanted AND p."table" = 'picture_contribution'
            AND p.new_id = o.contribution_id AND p.old_id = ANY (chosen)));
    -- What lies between two comes with both or not at all.
    DELETE FROM joining_origin o USING picture_statementlink l
    WHERE o.joining_id = wanted AND l.id = o.old_id AND NOT EXISTS (
        SELECT 1 FROM joining_origin p WHERE p.joining_id = wanted AND p.old_id = l.other_contribution_id);
    DELETE FROM joining_origin o USING picture_contacttie t
    WHERE o.joining_id = wanted AND t.id = o.old_id AND NOT EXISTS (
        SELECT 1 FROM joining_origin p WHERE p.joining_id = wanted AND p.old_id = t.other_contribution_id);
    RETURN QUERY SELECT o.new_id, o.audience::text, c.organisation_id, c.audience::text
        FROM joining_origin o JOIN picture_contribution c ON c.id = o.old_id
        WHERE o.joining_id = wanted AND o."table" = 'picture_contribution';
END
$$;

-- Which of the viewer's own organisation's contributions were copied: it decides whether they stay in the old case.
CREATE FUNCTION joining_copied(wanted uuid) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    own uuid := wall_organisation();
BEGIN
    RETURN (SELECT coalesce(array_agg(c.id), '{}') FROM joining_origin o JOIN picture_contribution c ON c.id = o.old_id
            WHERE o.joining_id = wanted AND o."table" = 'picture_contribution' AND c.organisation_id = own
              AND c.case_id = ANY (wall_cases()));
END
$$;

ALTER FUNCTION joining_reads(uuid[], uuid) OWNER TO casustafel_wall;
ALTER FUNCTION joining_choose(uuid, uuid[]) OWNER TO casustafel_wall;
ALTER FUNCTION joining_copied(uuid) OWNER TO casustafel_wall;
