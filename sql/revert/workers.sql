-- Revert accord:workers from pg
\ir ../policies.psql
:begin
DROP FUNCTION facts_version, facts_claim;
DROP TABLE leaver_statement, employment, worker_facts;
COMMIT;
