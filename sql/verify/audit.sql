-- Verify accord:audit on pg
\ir ../policies.psql
:begin
SELECT at, id, transaction, scope, authority, region, principal, role, action, route, object_type, ids,
    outcome
FROM audit_event WHERE false;
SELECT require(count(*) >= 49 AND bool_and(c.relrowsecurity
    AND c.relforcerowsecurity), 'partitions are forced')
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'audit_event'::regclass;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid IN ('audit_event'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(NOT has_table_privilege('accord_app', 'audit_event', 'UPDATE, DELETE, TRUNCATE'),
    'append-only');
ROLLBACK;
