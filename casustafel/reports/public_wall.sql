-- Who holds the code sees which files came with the report: name and size stay sealed to the desk. Without this
-- the files of a draft could not become those of its report.
CREATE POLICY mailbox ON reports_attachment FOR SELECT TO casustafel_app
    USING (report_id = (SELECT wall_mailbox()));

-- A draft is begun by who holds its code: without a code nothing is added.
DROP POLICY begun ON reports_draft;
CREATE POLICY begun ON reports_draft FOR INSERT TO casustafel_app
    WITH CHECK (receipt_hash = sha256(decode(coalesce(current_setting('casustafel.receipt', true), ''), 'hex')));
