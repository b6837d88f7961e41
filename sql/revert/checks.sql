-- Revert accord:checks from pg
\ir ../policies.psql
:begin
DROP TABLE eligibility_check;
COMMIT;
