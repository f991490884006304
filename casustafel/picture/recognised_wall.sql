-- Factors are said in one's own name and rest on what the whole table may read; what was said before stays as it was.
-- A report with an instrument's result shows with its contribution, and the worker checks it before anybody opens it.

ALTER POLICY seated ON picture_factor
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND by_id = (SELECT wall_viewer()));

CREATE POLICY for_the_table ON picture_factortie AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_contribution c
                        WHERE c.id = contribution_id AND c.audience = 'TABLE' AND c.shared_at IS NOT NULL));

ALTER TABLE picture_factorchange ENABLE ROW LEVEL SECURITY;
ALTER TABLE picture_factorchange FORCE ROW LEVEL SECURITY;
CREATE POLICY seated ON picture_factorchange FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[]));
-- What is kept is what stood there, said by whom it was said.
CREATE POLICY kept ON picture_factorchange FOR INSERT TO casustafel_app
    WITH CHECK (EXISTS (SELECT 1 FROM picture_factor f
                        WHERE f.id = factor_id AND f.case_id = picture_factorchange.case_id
                          AND f.version = picture_factorchange.version AND f.stand = picture_factorchange.stand
                          AND f.by_id = picture_factorchange.by_id AND f.at = picture_factorchange.at
                          AND f.organisation_id = picture_factorchange.organisation_id));

ALTER TABLE picture_instrumentreport ENABLE ROW LEVEL SECURITY;
ALTER TABLE picture_instrumentreport FORCE ROW LEVEL SECURITY;
CREATE POLICY of_contribution ON picture_instrumentreport FOR SELECT TO casustafel_app
    USING (case_id = ANY ((SELECT wall_cases())::uuid[])
           AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id));
CREATE POLICY own_made ON picture_instrumentreport FOR INSERT TO casustafel_app
    WITH CHECK (case_id = ANY ((SELECT wall_cases())::uuid[]) AND state = 'WAITING'
                AND EXISTS (SELECT 1 FROM picture_contribution c WHERE c.id = contribution_id
                            AND c.organisation_id = (SELECT wall_organisation())));
CREATE POLICY checked ON picture_instrumentreport TO casustafel_worker USING (true);
