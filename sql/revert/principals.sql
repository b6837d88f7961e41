-- Revert accord:principals from pg
\ir ../policies.psql
:begin
DROP TABLE token, role_grant, principal_contact, principal, supplier;
COMMIT;
