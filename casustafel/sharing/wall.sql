-- A sharing aid is its maker's alone, while the maker may weigh sharing here; finished, it stays as it is.
ALTER TABLE sharing_aid ENABLE ROW LEVEL SECURITY;
ALTER TABLE sharing_aid FORCE ROW LEVEL SECURITY;

CREATE POLICY own ON sharing_aid TO casustafel_app
    USING (made_by_id = (SELECT wall_viewer())
           AND partnership_id = (SELECT wall_partnership_as('PROFESSIONAL', 'REPORTING_OFFICER', 'TRIAGE_MEMBER',
                                                            'PROCESS_DIRECTOR', 'CASE_DIRECTOR', 'PARTICIPANT')));
CREATE POLICY finished_stays ON sharing_aid AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (state = 'DRAFT') WITH CHECK (true);

-- The worker destroys what is past its term; it sees nothing else, and opens nothing.
CREATE POLICY past_its_term ON sharing_aid TO casustafel_worker USING (until_date < current_date);
CREATE POLICY of_a_sharing_aid ON access_draft TO casustafel_worker
    USING (EXISTS (SELECT 1 FROM sharing_aid a WHERE a.key_id = access_draft.key_id));
