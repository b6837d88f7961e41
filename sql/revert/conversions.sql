-- Revert accord:conversions from pg
\ir ../policies.psql
:begin
DROP TABLE conversion;
COMMIT;
