-- Revert accord:joining from pg
\ir ../policies.psql
:begin
DROP TABLE departure;
DROP FUNCTION join_facts;
REVOKE SELECT ON role_mapping FROM accord_directory;
DROP POLICY role_mapping_directory ON role_mapping;
DROP TABLE template_acceptance;
COMMIT;
