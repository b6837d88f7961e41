-- Verify accord:replay on pg
\ir ../policies.psql
:begin
SELECT hirer, checked_on, rules_version, silent_authorities, rules_asked FROM eligibility_check WHERE false;
SELECT recorded_version, superseded_version FROM binding WHERE false;
SELECT id, authority, swe_number, qualified_on, recorded_at, recorded_by, superseded_at, recorded_version,
       superseded_version
FROM worker_qualification WHERE false;
SELECT require(count(*) >= 11, 'every row that a rule is told of is stamped') FROM pg_trigger
WHERE tgfoid IN ('facts_stamp'::regproc, 'rules_stamp'::regproc) AND NOT tgisinternal;
SELECT require(relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole, 'row security is forced')
FROM pg_class WHERE oid = 'worker_qualification'::regclass;
ROLLBACK;
