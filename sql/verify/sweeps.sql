-- Verify accord:sweeps on pg
\ir ../policies.psql
:begin
SELECT id, kind, object, days, predecessor, successor, due, seen_on, after, reached_authority, reached, done_at FROM sweep WHERE false;
SELECT require(relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole, 'row security is forced')
FROM pg_class WHERE oid = 'sweep'::regclass;
SELECT require(count(*) = 2, 'the directory owns its functions') FROM pg_proc
WHERE oid IN ('sweep_add'::regproc, 'sweeps_due'::regproc) AND prosecdef AND proowner = 'accord_directory'::regrole;
SELECT require(count(*) = 10, 'what is touched is found') FROM pg_proc
WHERE oid IN ('touches_cool_off'::regproc, 'rate_tested'::regproc, 'touches_pay'::regproc, 'touches_cap'::regproc,
              'touches_mapping'::regproc, 'touched_by_succession'::regproc, 'touches'::regproc, 'sweep_next'::regproc,
              'sweep_hirers'::regproc, 'sweep_on'::regproc);
ROLLBACK;
