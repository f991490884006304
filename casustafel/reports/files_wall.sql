-- Who adds a file is known when that is somebody with an account. A professional sees of the own files that they
-- are there; who holds the code sees those that came with it; neither sees what the desk put there.
DROP POLICY own_files ON reports_attachment;
CREATE POLICY own_files_add ON reports_attachment FOR INSERT TO casustafel_app
    WITH CHECK (state = 'WAITING' AND added_by_id = (SELECT wall_viewer())
                AND report_id IN (SELECT wall_own_reports()));
CREATE POLICY own_files ON reports_attachment FOR SELECT TO casustafel_app
    USING (added_by_id = (SELECT wall_viewer()) AND report_id IN (SELECT wall_own_reports()));

DROP POLICY mailbox ON reports_attachment;
CREATE POLICY mailbox ON reports_attachment FOR SELECT TO casustafel_app
    USING (report_id = (SELECT wall_mailbox()) AND added_by_id IS NULL);
