-- Verify accord:rechecks on pg
\ir ../policies.psql
:begin
SELECT findings FROM placement WHERE false;
SELECT id, authority, placement, cause, queued_at, not_before, done_at FROM recheck WHERE false;
SELECT id, authority, kind, about, object, opened_at, due, done_at, done_by FROM notice WHERE false;
SELECT day FROM recheck_day WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('recheck'::regclass, 'notice'::regclass, 'recheck_day'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(count(*) = 4, 'the directory owns its functions') FROM pg_proc
WHERE oid IN ('rechecks_of_worker'::regproc, 'rechecks_due'::regproc,
              'recheck_waiting'::regproc, 'begin_recheck'::regproc)
  AND prosecdef AND proowner = 'accord_directory'::regrole;
SELECT require(has_function_privilege('accord_app', 'rated_on(integer, uuid)', 'EXECUTE'), 'the day of a rate');
SELECT require(count(*) = 1, 'who holds is found') FROM pg_proc WHERE oid = 'holder_of'::regproc;
SELECT require(count(*) = 1, 'the daemon has a name') FROM principal WHERE id = '00000000-0000-7000-8000-00000000acc0';
ROLLBACK;
