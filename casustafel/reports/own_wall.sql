-- A professional takes the own report back: a mark on it, which the reporting officer sees.
CREATE POLICY own_taken_back ON reports_report FOR UPDATE TO casustafel_app
    USING (entered_by_id = (SELECT wall_viewer()) AND channel = 'PROFESSIONAL')
    WITH CHECK (entered_by_id = (SELECT wall_viewer()) AND channel = 'PROFESSIONAL');
