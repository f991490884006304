-- A round is opened by who chairs the table, alone and without a word; what was concluded and who saw it otherwise is
-- put down by the chair too. A seat at the case is not enough to begin with what is shown, or to speak for another.
CREATE POLICY chair_opens ON picture_round AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (wall_chairs(case_id) AND state = 'ALONE' AND concluded_at IS NULL);
CREATE POLICY chair_puts_down ON picture_dissent AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (wall_chairs(case_id));
