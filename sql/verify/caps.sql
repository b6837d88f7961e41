-- Verify accord:caps on pg
\ir ../policies.psql
:begin
SELECT id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from,
    effective_to, status, source,
       recorded_at, recorded_by, superseded_at
FROM rate_cap WHERE false;
SELECT id, authority, local_role, job_type, substantive_notice_days, valid, recorded_at, recorded_by,
    superseded_at
FROM role_mapping WHERE false;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('rate_cap'::regclass, 'role_mapping'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(count(*) = 2, 'nothing overlaps') FROM pg_constraint
WHERE conname IN ('rate_cap_no_overlap', 'role_mapping_no_overlap') AND contype = 'x';
SELECT require(count(*) = 2, 'caps and mappings move the rules version') FROM pg_trigger
WHERE tgfoid IN (SELECT oid FROM pg_proc WHERE proname IN ('rules_version_move', 'rules_stamp'))
  AND tgrelid IN ('rate_cap'::regclass, 'role_mapping'::regclass);
ROLLBACK;
