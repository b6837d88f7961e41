-- Verify accord:headhunting on pg
\ir ../policies.psql
:begin
SELECT id, authority, agreement, lead_region, approacher_authority, approacher_supplier, approach, offered_band,
       approached_on, what, state, resolution, resolved_at, resolved_by, recorded_at, recorded_by
FROM headhunting_report WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid = 'headhunting_report'::regclass AND relrowsecurity AND relforcerowsecurity
  AND relowner = 'accord_owner'::regrole;
ROLLBACK;
