-- Revert accord:corrections from pg
\ir ../policies.psql
:begin
DROP POLICY employment_correct ON employment;
COMMIT;
