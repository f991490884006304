-- After every migration: what the application and the worker may touch. Row-level security decides which rows.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM casustafel_app, casustafel_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO casustafel_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO casustafel_app, casustafel_worker;

REVOKE UPDATE, DELETE ON audit_userline, audit_processingline FROM casustafel_app;
REVOKE ALL ON audit_leaf, audit_checkpoint, audit_edge FROM casustafel_app;
REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM casustafel_app;

-- Who works together is ended, not changed or taken away: what was agreed when stays to be read.
REVOKE INSERT, UPDATE, DELETE ON parties_partnership FROM casustafel_app;
REVOKE UPDATE, DELETE ON access_account, parties_person, parties_mandate, parties_deputy, parties_agreement,
    parties_signature, parties_parameter FROM casustafel_app;
REVOKE DELETE ON parties_organisation FROM casustafel_app;
GRANT UPDATE (password, is_active, language, keys_on) ON access_account TO casustafel_app;
GRANT UPDATE (name, function, until_date) ON parties_person TO casustafel_app;
GRANT UPDATE (until_date) ON parties_mandate, parties_deputy, parties_agreement TO casustafel_app;
GRANT UPDATE (verified_by, verified_date) ON parties_parameter TO casustafel_app;

GRANT SELECT, INSERT ON audit_userline, audit_processingline, audit_leaf, audit_checkpoint TO casustafel_worker;
GRANT SELECT, INSERT, UPDATE ON audit_edge TO casustafel_worker;
GRANT SELECT ON django_migrations TO casustafel_worker;
GRANT SELECT, DELETE ON access_session, access_submission, access_invitation TO casustafel_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON procrastinate_jobs, procrastinate_events,
    procrastinate_periodic_defers, procrastinate_workers TO casustafel_worker;
