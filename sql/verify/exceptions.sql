-- Verify accord:exceptions on pg
\ir ../policies.psql
:begin
SELECT id, version, authority, swe_number, rule, layer, agreement, placement, start_date, local_role, cap_pence,
       comparable_pence, excess_pence, grounds, reason, alternatives, expires_on, status, refusal, recorded_at, recorded_by,
       superseded_at, recorded_version, superseded_version
FROM rule_exception WHERE false;
SELECT id, authority, swe_number, exception, version, role, person, signed_on, how, evidence, late, recorded_at, recorded_by,
       recorded_version
FROM sign_off WHERE false;
SELECT exceptions FROM placement WHERE false;
SELECT require(count(*) = 7, 'each rule that is departed from has its chain') FROM sign_off_chain WHERE superseded_at IS NULL;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('rule_exception'::regclass, 'sign_off'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns its functions')
FROM pg_proc WHERE oid IN ('breaches_of_region'::regproc, 'signs_as'::regproc);
ROLLBACK;
