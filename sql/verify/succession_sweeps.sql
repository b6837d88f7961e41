-- Verify accord:succession_sweeps on pg
\ir ../policies.psql
:begin
SELECT predecessor, successor, vesting, after, done_at FROM succession_sweep WHERE false;
SELECT require(relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole, 'row security is forced')
FROM pg_class WHERE oid = 'succession_sweep'::regclass;
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns its functions')
FROM pg_proc WHERE oid = 'succession_sweeps_due'::regproc;
SELECT require(count(*) = 1, 'what is touched is found') FROM pg_proc WHERE oid = 'touched_by_succession'::regproc;
ROLLBACK;
