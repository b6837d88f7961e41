-- Verify accord:roles on pg
SELECT 1 / (count(*) = 7)::int FROM pg_roles
WHERE rolname IN ('accord_owner', 'accord_directory', 'accord_audit', 'accord_retention', 'accord_import',
    'accord_app',
                  'accord_migrator')
  AND NOT (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication);
SELECT 1 / (count(*) = 2)::int FROM pg_roles WHERE rolname IN ('accord_app', 'accord_migrator')
    AND rolcanlogin;
SELECT 1 / (count(*) = 0)::int FROM pg_roles WHERE rolname IN ('accord_owner', 'accord_directory')
    AND rolcanlogin;
SELECT 1 / (count(*) = 0)::int FROM pg_auth_members
WHERE member IN ('accord_app'::regrole, 'accord_directory'::regrole, 'accord_audit'::regrole,
    'accord_retention'::regrole,
                 'accord_import'::regrole);
SELECT 1 / pg_has_role('accord_migrator', 'accord_owner', 'MEMBER')::int;
SELECT 1 / pg_has_role('accord_owner', 'accord_directory', 'USAGE')::int;
SELECT 1 / has_database_privilege('accord_owner', current_database(), 'CREATE, TEMPORARY')::int;
SELECT 1 / (NOT has_database_privilege('accord_app', current_database(), 'CREATE, TEMPORARY'))::int;
SELECT 1 / has_table_privilege('accord_app', 'sqitch.changes', 'SELECT')::int;
