-- Revert accord:exceptions from pg
\ir ../policies.psql
:begin
DROP FUNCTION breaches_of_region;
DROP FUNCTION signed_late;
DROP FUNCTION exceptions_about;
DROP FUNCTION signs_as;
DROP POLICY principal_directory ON principal;
REVOKE SELECT (id, kind) ON principal FROM accord_directory;
REVOKE UPDATE (exceptions) ON placement FROM accord_app;
ALTER TABLE placement DROP exceptions;
DROP TABLE sign_off, rule_exception, sign_off_chain;
DROP DOMAIN sign_off_how, exception_status, exception_grounds;
COMMIT;
