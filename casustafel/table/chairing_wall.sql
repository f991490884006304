-- What the chair alone does stays the chair's, whatever a page forgets: a seat at the case is not enough to unlock the
-- name for the big screen, turn the step, or put words in the minutes. At a later meeting its chair says that they
-- were agreed. Anybody may still lock the row.
CREATE POLICY chair_changes ON table_agendaitem AS RESTRICTIVE FOR UPDATE TO casustafel_app
    USING (true)
    WITH CHECK (meeting_id = ANY ((SELECT wall_chairs())::uuid[]) OR agreed_in_id = ANY ((SELECT wall_chairs())::uuid[]));

-- Who chairs along does not become the one who was planned to chair.
CREATE FUNCTION table_chair_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = 'permission denied: who was planned to chair stands';
END
$$;
CREATE TRIGGER chair_stands BEFORE UPDATE ON table_meeting FOR EACH ROW
    WHEN (current_user = 'casustafel_app'
          AND (OLD.chair_id, OLD.partnership_id) IS DISTINCT FROM (NEW.chair_id, NEW.partnership_id))
    EXECUTE FUNCTION table_chair_stands();
