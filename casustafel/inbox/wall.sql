-- Mail is for the reporting officers of the partnership. The worker brings it in and reads none of it back: it
-- sees only which mail it has taken already, by a hash (the columns stand in access/grants.sql).
ALTER TABLE inbox_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY desk ON inbox_mail TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY comes_in ON inbox_mail FOR INSERT TO casustafel_worker WITH CHECK (state IN ('WAITING', 'UNREADABLE'));
CREATE POLICY taken_already ON inbox_mail FOR SELECT TO casustafel_worker USING (true);

-- How it is with the mailbox holds nothing of anybody.
ALTER TABLE inbox_intakemailbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE inbox_intakemailbox FORCE ROW LEVEL SECURITY;
CREATE POLICY desk ON inbox_intakemailbox FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('REPORTING_OFFICER')));
CREATE POLICY reader ON inbox_intakemailbox TO casustafel_worker USING (true);
