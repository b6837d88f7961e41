-- Revert accord:subject_record from pg
\ir ../policies.psql
:begin
DROP FUNCTION trail_of;
REVOKE SELECT (at, id, scope, principal, role, action, ids, outcome) ON audit_event FROM accord_directory;
DROP POLICY audit_event_directory ON audit_event;
COMMIT;
