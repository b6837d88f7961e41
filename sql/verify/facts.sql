-- Verify accord:facts on pg
\ir ../policies.psql
:begin
SELECT require(count(*) = 2, 'the directory owns its functions') FROM pg_proc
WHERE oid IN ('facts_of'::regproc, 'silent_authorities'::regproc)
  AND prosecdef AND proowner = 'accord_directory'::regrole;
SELECT require(bound_by(ARRAY[-1], 'COOL_OFF', current_date, NULL) = '{}', 'nothing binds nobody');
ROLLBACK;
