-- The log is written by everybody and read by the data protection officer of the own partnership.
ALTER TABLE audit_userline ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_userline FORCE ROW LEVEL SECURITY;
CREATE POLICY write ON audit_userline FOR INSERT WITH CHECK (true);
CREATE POLICY officer ON audit_userline FOR SELECT TO casustafel_app
    USING (partnership_id = (SELECT wall_partnership_as('DATA_PROTECTION_OFFICER')));
CREATE POLICY sequencer ON audit_userline TO casustafel_worker USING (true);
ALTER TABLE audit_processingline ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_processingline FORCE ROW LEVEL SECURITY;
CREATE POLICY write ON audit_processingline FOR INSERT WITH CHECK (true);
CREATE POLICY sequencer ON audit_processingline TO casustafel_worker USING (true);
