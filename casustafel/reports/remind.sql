-- By the worker: an answer to a reporter that is due. To who has the report in hand, or to all officers; once for
-- each day on which it is due.
CREATE FUNCTION reports_remind(moment timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM notices_put(due.partnership_id, due.people, 'REPORT_DUE', '/meldingen/' || due.id || '/', moment,
                        ARRAY['REPORTING_OFFICER'], 'due|' || due.id || '|' || due.day)
    FROM (SELECT r.id, r.partnership_id,
                 CASE WHEN r.acknowledged_date IS NULL THEN r.acknowledge_by_date ELSE r.feedback_by_date END AS day,
                 ARRAY(SELECT m.person_id FROM parties_mandate m
                       WHERE m.partnership_id = r.partnership_id AND m.role = 'REPORTING_OFFICER'
                         AND m.from_date <= current_date
                         AND (m.until_date IS NULL OR m.until_date > current_date)
                         AND (r.handled_by_id IS NULL OR m.person_id = r.handled_by_id)) AS people
          FROM reports_report r
          WHERE r.feedback_date IS NULL AND r.state NOT IN ('CLOSED', 'UNFORWARDED')) AS due
    WHERE due.day <= current_date;
END
$$;
REVOKE EXECUTE ON FUNCTION reports_remind(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reports_remind(timestamptz) TO casustafel_worker;
ALTER FUNCTION reports_remind(timestamptz) OWNER TO casustafel_wall;
