-- Verify accord:conversions on pg
\ir ../policies.psql
:begin
SELECT id, authority, placement, permanent_start, extended_hire, fee_pence, fee_until, employment, recorded_at, recorded_by
FROM conversion WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid = 'conversion'::regclass AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
