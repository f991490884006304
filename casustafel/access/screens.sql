-- After every migration: whoever is bound to the big screen of a meeting only reads, whatever policy lets a seat
-- write, and whichever function of the wall is called. Its readings are lines in the log, and those it may add.
-- TO PUBLIC: functions of the wall write as its owner, and they are held to it too.
DO $$
DECLARE
    guarded text;
    act text;
    condition CONSTANT text := '(coalesce(current_setting(''casustafel.screen'', true), '''') = '''')';
BEGIN
    FOR guarded IN SELECT relname FROM pg_class
                   WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relrowsecurity
                     AND relname NOT IN ('audit_userline', 'audit_processingline') LOOP
        FOREACH act IN ARRAY ARRAY['INSERT', 'UPDATE', 'DELETE'] LOOP
            IF NOT EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = guarded::regclass
                           AND polname = 'screens_only_read_' || lower(act)) THEN
                EXECUTE format('CREATE POLICY %I ON %I AS RESTRICTIVE FOR %s TO PUBLIC %s %s',
                               'screens_only_read_' || lower(act), guarded, act,
                               CASE act WHEN 'INSERT' THEN 'WITH CHECK' ELSE 'USING' END, condition);
            END IF;
        END LOOP;
    END LOOP;
END
$$;
