-- The mailbox is a page of the desk too.
CREATE OR REPLACE FUNCTION notices_tell_desk(home uuid, what text, place text, moment timestamptz, handler uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    officers uuid[] := ARRAY(SELECT m.person_id FROM parties_mandate m
                             WHERE m.partnership_id = home AND m.role = 'REPORTING_OFFICER'
                               AND m.from_date <= current_date
                               AND (m.until_date IS NULL OR m.until_date > current_date));
BEGIN
    IF place NOT LIKE '/meldingen/%' AND place <> '/mail/' THEN
        RAISE EXCEPTION 'the desk is told of its own pages only';
    END IF;
    IF handler = ANY (officers) THEN
        officers := ARRAY[handler];
    END IF;
    PERFORM notices_put(home, officers, what, place, moment, ARRAY['REPORTING_OFFICER'], NULL);
END
$$;
