-- Verify accord:principals on pg
\ir ../policies.psql
:begin
SELECT id, region, name, tier, supplies, recorded_at, recorded_by FROM supplier WHERE false;
SELECT id, kind, name, post, recorded_at FROM principal WHERE false;
SELECT principal, work_email FROM principal_contact WHERE false;
SELECT id, principal, role, authority, region, supplier, acting, valid, recorded_at, superseded_at
    FROM role_grant WHERE false;
SELECT hash, id, role_grant, label, created_at, expires_at, revoked_at FROM token WHERE false;
SELECT require(count(*) = 5, 'row security is forced') FROM pg_class
WHERE oid IN ('supplier'::regclass, 'principal'::regclass, 'principal_contact'::regclass,
              'role_grant'::regclass, 'token'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
