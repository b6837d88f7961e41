-- Verify accord:placement_life on pg
\ir ../policies.psql
:begin
SELECT recheck, end_reason, notice_served_days FROM placement WHERE false;
SELECT id, authority, placement, extended_from, planned_end_date, reason, recorded_at, recorded_by
FROM placement_extension WHERE false;
SELECT id, authority, placement, rule, layer, decision, reason, recorded_at, recorded_by, superseded_at
FROM placement_decision WHERE false;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('placement_extension'::regclass, 'placement_decision'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
