-- Revert accord:identity from pg
\ir ../policies.psql
:begin
DROP FUNCTION begin_as;
COMMIT;
