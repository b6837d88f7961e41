-- Verify accord:disputes on pg
\ir ../policies.psql
:begin
SELECT id, authority, opened_through, swe_number, fact, statement, due_on, state, opened_at, opened_by, decided_at
FROM dispute WHERE false;
SELECT authority, dispute, record, record_version, linked_at, linked_by FROM dispute_link WHERE false;
SELECT authority, dispute, reason, withdrawn, decided_at, decided_by FROM dispute_decision WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('dispute'::regclass, 'dispute_link'::regclass, 'dispute_decision'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(NOT has_column_privilege('accord_app', 'dispute', 'statement', 'UPDATE'), 'what was said stays');
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns its functions')
FROM pg_proc WHERE oid = 'dispute_tell'::regproc;
ROLLBACK;
