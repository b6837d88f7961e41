-- Verify accord:benchmarks on pg
\ir ../policies.psql
:begin
SELECT require(count(*) = 1, 'the directory owns its functions') FROM pg_proc
WHERE oid IN ('benchmark_rates'::regproc)
  AND prosecdef AND proowner = 'accord_directory'::regrole;
SELECT require(count(*) = 1, 'rates are found by day') FROM pg_index
    WHERE indexrelid = 'placement_rate_by_day'::regclass;
ROLLBACK;
