-- Deploy accord:idempotency to pg
-- A key is inserted with its answer, in the transaction of the effect, before the effect: a second request with the
-- same key waits here, fails on the key, and replays the first one's answer.
\ir ../policies.psql
:begin

CREATE TABLE idempotency (
    scope text NOT NULL DEFAULT current_setting('accord.scope', true),
    principal uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    key text NOT NULL CONSTRAINT idempotency_key_size CHECK (length(key) BETWEEN 1 AND 255),
    fingerprint bytea NOT NULL,
    status integer NOT NULL CONSTRAINT idempotency_status CHECK (status BETWEEN 200 AND 499),
    content_type text NOT NULL,
    answer text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days',
    CONSTRAINT idempotency_pk PRIMARY KEY (scope, principal, key)
);
CREATE INDEX idempotency_by_expiry ON idempotency (expires_at);
ALTER TABLE idempotency ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY idempotency_owner ON idempotency TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY idempotency_see ON idempotency FOR SELECT TO accord_app
    USING (principal = (SELECT nullif(current_setting('accord.principal', true), ''))::uuid
           AND scope = (SELECT current_setting('accord.scope', true)));
CREATE POLICY idempotency_add ON idempotency FOR INSERT TO accord_app
    WITH CHECK (principal = (SELECT nullif(current_setting('accord.principal', true), ''))::uuid
                AND scope = (SELECT current_setting('accord.scope', true)));
CREATE POLICY idempotency_expired ON idempotency FOR SELECT TO accord_retention USING (expires_at < now());
CREATE POLICY idempotency_purge ON idempotency FOR DELETE TO accord_retention USING (expires_at < now());
GRANT SELECT, INSERT ON idempotency TO accord_app;
GRANT SELECT, DELETE ON idempotency TO accord_retention;
COMMENT ON TABLE idempotency
    IS 'Keys of requests that create, with the answer that each got; kept for seven days';
COMMIT;
