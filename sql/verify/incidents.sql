-- Verify accord:incidents on pg
\ir ../policies.psql
:begin
SELECT id, authority, supplier, region, rule, what, happened_on, state, due_by, statement, answered_at, answered_by,
       decision_reason, decided_at, decided_by, recorded_at, recorded_by
FROM supplier_incident WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid = 'supplier_incident'::regclass AND relrowsecurity AND relforcerowsecurity
  AND relowner = 'accord_owner'::regrole;
ROLLBACK;
