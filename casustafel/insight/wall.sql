-- Counts for who may see no rows: the mayor and the policy adviser of the own partnership get numbers and nothing
-- else. A count is made behind the wall, so no row and no key leaves it.

CREATE FUNCTION insight_counts() RETURNS TABLE (step text, number bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT 'REPORTS', count(*) FROM reports_report
        WHERE partnership_id = (SELECT wall_partnership_as('MAYOR', 'POLICY_ADVISER'))
    UNION ALL
    SELECT 'WEIGHED', count(*) FROM triage_weighing
        WHERE partnership_id = (SELECT wall_partnership_as('MAYOR', 'POLICY_ADVISER'))
    UNION ALL
    SELECT 'TAKEN_UP', count(*) FROM cases_case
        WHERE partnership_id = (SELECT wall_partnership_as('MAYOR', 'POLICY_ADVISER'))
    UNION ALL
    SELECT 'CLOSED', count(*) FROM cases_case
        WHERE partnership_id = (SELECT wall_partnership_as('MAYOR', 'POLICY_ADVISER')) AND state = 'CLOSED'
$$;

CREATE FUNCTION insight_caseload() RETURNS TABLE (level text, running bigint, late bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.level::text, count(*), count(*) FILTER (WHERE c.review_due_date < current_date) FROM cases_case c
    WHERE c.partnership_id = (SELECT wall_partnership_as('MAYOR')) AND c.state = 'OPEN' GROUP BY c.level
$$;

ALTER FUNCTION insight_counts() OWNER TO casustafel_wall;
ALTER FUNCTION insight_caseload() OWNER TO casustafel_wall;
