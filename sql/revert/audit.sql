-- Revert accord:audit from pg
\ir ../policies.psql
:begin
DROP FUNCTION audit_partition;
DROP TABLE audit_event;
COMMIT;
