-- Verify accord:idempotency on pg
\ir ../policies.psql
:begin
SELECT scope, principal, key, fingerprint, status, content_type, answer, recorded_at, expires_at
    FROM idempotency WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid IN ('idempotency'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(NOT has_table_privilege('accord_app', 'idempotency', 'UPDATE, DELETE, TRUNCATE'),
    'answers stand');
ROLLBACK;
