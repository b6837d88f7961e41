-- Revert accord:caps from pg
\ir ../policies.psql
:begin
DROP TABLE role_mapping, rate_cap;
COMMIT;
