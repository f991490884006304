-- By the worker, which sees no case: who directs a case whose review comes up is told, once for each day on which
-- it is due.
CREATE FUNCTION monitoring_remind(moment timestamptz, until_day date, deputies text[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM notices_put(c.partnership_id, ARRAY[s.person_id], 'REVIEW_DUE',
                        '/casussen/' || c.id || '/opvolging/', moment, deputies,
                        'review|' || c.id || '|' || c.review_due_date)
    FROM cases_case c JOIN cases_seat s ON s.case_id = c.id
    WHERE c.state = 'OPEN' AND c.review_due_date <= until_day AND s.role = 'DIRECTOR'
      AND s.from_date <= current_date AND (s.until_date IS NULL OR s.until_date > current_date);
END
$$;
REVOKE EXECUTE ON FUNCTION monitoring_remind(timestamptz, date, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION monitoring_remind(timestamptz, date, text[]) TO casustafel_worker;
ALTER FUNCTION monitoring_remind(timestamptz, date, text[]) OWNER TO casustafel_wall;
