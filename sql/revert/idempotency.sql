-- Revert accord:idempotency from pg
\ir ../policies.psql
:begin
DROP TABLE idempotency;
COMMIT;
