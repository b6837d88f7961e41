-- Revert accord:facts from pg
\ir ../policies.psql
:begin
DROP FUNCTION silent_authorities, facts_of, bound_by;
COMMIT;
