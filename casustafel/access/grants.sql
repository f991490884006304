-- After every migration: what the application and the worker may touch. Row-level security decides which rows.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM casustafel_app, casustafel_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO casustafel_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO casustafel_app, casustafel_worker;

REVOKE UPDATE, DELETE ON audit_userline, audit_processingline FROM casustafel_app;
REVOKE ALL ON audit_leaf, audit_checkpoint, audit_edge FROM casustafel_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM casustafel_app;

-- A sharing aid ends by its term, by the worker.
REVOKE DELETE ON sharing_aid FROM casustafel_app;
GRANT SELECT, DELETE ON sharing_aid TO casustafel_worker;
GRANT SELECT (id, key_id), DELETE ON access_draft TO casustafel_worker;
GRANT SELECT (id), DELETE ON vault_datakey TO casustafel_worker;

-- Who works together is ended, not changed or taken away: what was agreed when stays to be read.
REVOKE INSERT, UPDATE, DELETE ON parties_partnership FROM casustafel_app;
REVOKE UPDATE, DELETE ON access_account, parties_person, parties_mandate, parties_deputy, parties_agreement,
    parties_signature, parties_parameter FROM casustafel_app;
REVOKE DELETE ON parties_organisation FROM casustafel_app;
GRANT UPDATE (password, is_active, language, keys_on) ON access_account TO casustafel_app;
GRANT UPDATE (name, function, until_date) ON parties_person TO casustafel_app;
GRANT UPDATE (until_date) ON parties_mandate, parties_deputy, parties_agreement TO casustafel_app;
GRANT UPDATE (verified_by, verified_date) ON parties_parameter TO casustafel_app;

-- What was brought in, said of it and provided stays as it was; what changes is named. Provisions the wall writes.
REVOKE UPDATE, DELETE ON picture_sharing, picture_contribution, picture_contributiondeed, picture_statement, picture_revision,
    picture_audienceseat, picture_verdict, picture_correction, picture_correctionnotice, picture_informationrequest,
    picture_factor, picture_instrumentresult, picture_contact, picture_reply FROM casustafel_app;
REVOKE UPDATE ON picture_statementlink, picture_factortie, picture_contacttie, picture_preparation FROM casustafel_app;
REVOKE DELETE ON picture_contacttie FROM casustafel_app;
REVOKE INSERT, UPDATE, DELETE ON picture_provision FROM casustafel_app;
GRANT UPDATE (closed_at) ON picture_sharing TO casustafel_app;
GRANT UPDATE (audience, shared_at, until_date) ON picture_contribution TO casustafel_app;
GRANT UPDATE (nature, domain, question, bearing, factor, reliability, credibility, first_hand, observed_date, version,
    withdrawn_at, text, source) ON picture_statement TO casustafel_app;
GRANT UPDATE (acknowledged_at, acknowledged_by_id) ON picture_correctionnotice TO casustafel_app;
GRANT UPDATE (withdrawn_at) ON picture_instrumentresult TO casustafel_app;
GRANT UPDATE (state, answered_at, refusal, answer) ON picture_informationrequest TO casustafel_app;
GRANT UPDATE (stand, organisation_id, by_id, at, version, words, reason) ON picture_factor TO casustafel_app;
REVOKE UPDATE, DELETE ON picture_factorchange, picture_instrumentreport FROM casustafel_app;
GRANT SELECT, UPDATE (state, clean_blob, kind, findings) ON picture_instrumentreport TO casustafel_worker;
GRANT UPDATE (kind, ended_at, version, called, note) ON picture_contact TO casustafel_app;

-- So does what the file says that happened, and who did not agree. Who is done in a round may take that back.
REVOKE UPDATE, DELETE ON cases_step, picture_round, picture_answer, picture_dissent FROM casustafel_app;
REVOKE UPDATE ON picture_turn FROM casustafel_app;
GRANT UPDATE (state, concluded_at, joint) ON picture_round TO casustafel_app;
GRANT UPDATE (level, text) ON picture_answer TO casustafel_app;

-- What came over from another case is written by the wall, and taken out again by it.
REVOKE UPDATE, DELETE ON joining_joining FROM casustafel_app;
REVOKE INSERT, UPDATE, DELETE ON joining_origin FROM casustafel_app;

-- The bell is rung by functions of the wall; its owner only looks at it.
REVOKE INSERT, UPDATE, DELETE ON notices_notice FROM casustafel_app;
REVOKE DELETE ON notices_postbox FROM casustafel_app;
GRANT UPDATE (seen_at) ON notices_notice TO casustafel_app;
GRANT SELECT, DELETE ON notices_notice, notices_postbox TO casustafel_worker;
GRANT UPDATE (mailed_date) ON notices_notice TO casustafel_worker;
GRANT UPDATE (waits_since, tried_at) ON notices_postbox TO casustafel_worker;

GRANT SELECT, INSERT ON audit_userline, audit_processingline, audit_leaf, audit_checkpoint TO casustafel_worker;
GRANT SELECT, INSERT, UPDATE ON audit_edge TO casustafel_worker;
GRANT SELECT ON django_migrations TO casustafel_worker;
GRANT SELECT, DELETE ON access_session, access_submission, access_invitation TO casustafel_worker;
GRANT SELECT, DELETE ON reports_draft TO casustafel_worker;
GRANT SELECT, UPDATE (state, clean_blob, kind, findings), DELETE ON reports_attachment TO casustafel_worker;
-- What is past its day is taken away with its key; the worker reads none of it.
GRANT SELECT (id, partnership_id, until_date), DELETE ON consultation_consultation TO casustafel_worker;
GRANT SELECT (consultation_id), DELETE ON consultation_reply, consultation_occasion TO casustafel_worker;
GRANT DELETE ON vault_datakey TO casustafel_worker;
GRANT SELECT (place, saved_at), DELETE ON access_draft TO casustafel_worker;
GRANT SELECT ON vault_datakey, vault_desk TO casustafel_worker;

-- What was told, written and decided about a report stays as it is; of the report changes where it stands.
REVOKE UPDATE, DELETE ON reports_report, reports_signal, reports_message, reports_step, reports_handingon,
    reports_sameperson FROM casustafel_app;
REVOKE UPDATE ON reports_attachment, reports_secondlook, reports_namemark FROM casustafel_app;
GRANT UPDATE (state, handled_by_id, acknowledged_date, feedback_by_date, feedback_date, withdrawn_date,
    wait_until_date, destroy_date, letters_seen, subject_name, subject_birth) ON reports_report TO casustafel_app;
GRANT UPDATE (undone_by_id, undone_at, undone_reason) ON reports_sameperson TO casustafel_app;
GRANT UPDATE (answer, answered_at, answer_reason) ON reports_secondlook TO casustafel_app;
GRANT UPDATE (draft_id, report_id) ON reports_attachment TO casustafel_app;
REVOKE UPDATE ON consultation_consultation, consultation_occasion, consultation_reply FROM casustafel_app;
REVOKE DELETE ON consultation_consultation, consultation_occasion, consultation_reply FROM casustafel_app;
GRANT UPDATE (state) ON consultation_consultation TO casustafel_app;

-- Reports past their term, by the worker: which they are, and nothing of what they say.
GRANT SELECT (id, key_id, partnership_id, destroy_date), DELETE ON reports_report TO casustafel_worker;
GRANT SELECT (key_id, report_id), DELETE ON reports_signal, reports_message, reports_step, reports_secondlook,
    reports_handingon TO casustafel_worker;
GRANT SELECT (report_id, other_id), DELETE ON reports_sameperson TO casustafel_worker;
GRANT SELECT (report_id), DELETE ON reports_namemark TO casustafel_worker;
GRANT SELECT (id), DELETE ON vault_datakey TO casustafel_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,
    procrastinate_periodic_defers, procrastinate_workers TO casustafel_worker;

-- The mail comes in by the worker: it seals to the desk, and of what it brought in it sees only that it did.
REVOKE DELETE ON inbox_mail FROM casustafel_app;
REVOKE UPDATE, DELETE ON inbox_intakemailbox FROM casustafel_app;
GRANT INSERT, SELECT (message_hash, state) ON inbox_mail TO casustafel_worker;
GRANT SELECT, INSERT, UPDATE ON inbox_intakemailbox TO casustafel_worker;
GRANT INSERT ON vault_datakey TO casustafel_worker;
GRANT SELECT (id, slug, desk_id) ON parties_partnership TO casustafel_worker;
GRANT SELECT (id, public_key) ON vault_desk TO casustafel_worker;
