-- Verify accord:workers on pg
\ir ../policies.psql
:begin
SELECT swe_number, worker, version, qualified_on, recorded_at FROM worker_facts WHERE false;
SELECT id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end,
    leaving_reason,
       evidence_kind, evidence_dated, external_ref, disputed, recorded_at, recorded_by, superseded_at
FROM employment WHERE false;
SELECT id, authority, month, none, recorded_at, recorded_by, superseded_at FROM leaver_statement WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('worker_facts'::regclass, 'employment'::regclass, 'leaver_statement'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(count(*) = 2, 'the directory owns its functions') FROM pg_proc
WHERE oid IN ('facts_claim'::regproc, 'facts_version'::regproc)
  AND prosecdef AND proowner = 'accord_directory'::regrole;
SELECT require(NOT has_table_privilege('accord_app', 'worker_facts', 'SELECT, INSERT, UPDATE, DELETE'),
               'worker_facts is the directory''s');
ROLLBACK;
