-- Revert accord:principals from pg
\ir ../policies.psql
:begin
DROP FUNCTION begin_as;
DROP TABLE token, role_grant, principal_contact, principal, supplier;
COMMIT;
