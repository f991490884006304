ALTER TABLE audit_userline
    ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
ALTER TABLE audit_processingline
    ADD COLUMN sequence bigint GENERATED ALWAYS AS IDENTITY,
    ADD COLUMN transaction xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX audit_userline_transaction ON audit_userline (transaction);
CREATE INDEX audit_processingline_transaction ON audit_processingline (transaction);

CREATE TABLE audit_edge (
    single boolean PRIMARY KEY DEFAULT true CHECK (single),
    size bigint NOT NULL,
    peaks bytea[] NOT NULL,
    horizon bigint NOT NULL
);

-- Stops accidents, also by the owner. Who has the rights of a superuser can lift it: for that there is the witness.
CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log is added to, never changed';
END
$$;
CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_userline
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_processingline
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER stands BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_leaf
    FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
