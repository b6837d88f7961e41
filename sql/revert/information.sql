-- Revert accord:information from pg
\ir ../policies.psql
:begin
DROP TABLE information_count, information_given, information_version;
DROP DOMAIN information_stage;
COMMIT;
