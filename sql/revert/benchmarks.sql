-- Revert accord:benchmarks from pg
\ir ../policies.psql
:begin
DROP FUNCTION benchmark_rates;
DROP INDEX placement_rate_by_day;
COMMIT;
