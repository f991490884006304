-- A plan is settled in one's own name, and not over an objection that stands: whatever a page forgets.
CREATE POLICY not_over_an_objection ON plan_planversion AS RESTRICTIVE FOR INSERT TO casustafel_app
    WITH CHECK (settled_by_id = (SELECT wall_viewer()) AND NOT wall_plan_is_stopped(case_id));
