-- Verify accord:identity on pg
\ir ../policies.psql
:begin
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns its functions')
FROM pg_proc WHERE oid = 'begin_as'::regproc;
ROLLBACK;
