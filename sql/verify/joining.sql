-- Verify accord:joining on pg
\ir ../policies.psql
:begin
SELECT id, authority, template, accepted_on, recorded_at, recorded_by FROM template_acceptance WHERE false;
SELECT id, authority, lead_region, left_on, reads_until, recorded_at, recorded_by, superseded_at FROM departure
WHERE false;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('template_acceptance'::regclass, 'departure'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(count(*) = 1, 'the directory owns its functions') FROM pg_proc
WHERE oid = 'join_facts'::regproc AND prosecdef AND proowner = 'accord_directory'::regrole;
ROLLBACK;
