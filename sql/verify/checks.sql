-- Verify accord:checks on pg
\ir ../policies.psql
:begin
SELECT id, authority, swe_number, principal, purpose, checked_at, start_date, asked, ruleset, facts_version,
    facts_digest,
       outcome, earliest_start_date, not_checked, findings
FROM eligibility_check WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid IN ('eligibility_check'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(NOT has_table_privilege('accord_app', 'eligibility_check', 'UPDATE, DELETE, TRUNCATE'),
               'checks are immutable');
ROLLBACK;
