-- Deploy accord:roles to pg
-- Roles belong to the cluster and need a superuser, as do rights on a database that another owns. Whoever finds both
-- made changes nothing, so that accord_migrator can deploy to a database that was prepared for it (sql/README.md).
-- None has BYPASSRLS, which managed services refuse.
BEGIN;
DO $$
DECLARE
    r text[];
BEGIN
    FOREACH r SLICE 1 IN ARRAY ARRAY[
        ['accord_owner', 'NOLOGIN INHERIT', 'Owns every table; nobody logs in as it'],
        ['accord_directory', 'NOLOGIN NOINHERIT',
         'Owns the functions that look across authorities; owns no table; nobody logs in as it'],
        ['accord_app', 'LOGIN NOINHERIT', 'The daemon: no DDL, no TRUNCATE, member of no role'],
        ['accord_migrator', 'LOGIN NOINHERIT', 'Deploys changes and runs the host''s commands as accord_owner'],
        ['accord_audit', 'NOLOGIN NOINHERIT', 'Reads the audit trail'],
        ['accord_retention', 'NOLOGIN NOINHERIT', 'Deletes what has been kept for long enough'],
        ['accord_import', 'NOLOGIN NOINHERIT', 'Applies bulk imports']] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r[1]) THEN
            EXECUTE format('CREATE ROLE %I %s', r[1], r[2]);
            EXECUTE format('COMMENT ON ROLE %I IS %L', r[1], r[3]);
        END IF;
    END LOOP;
    IF NOT pg_has_role('accord_owner', 'accord_directory', 'MEMBER') THEN
        GRANT accord_directory TO accord_owner;
    END IF;
    -- An erasure waits for older transactions, whoever's they are.
    IF NOT pg_has_role('accord_owner', 'pg_read_all_stats', 'MEMBER') THEN
        GRANT pg_read_all_stats TO accord_owner;
    END IF;
    IF NOT pg_has_role('accord_migrator', 'accord_owner', 'MEMBER') THEN
        GRANT accord_owner TO accord_migrator;
    END IF;
    IF NOT (has_database_privilege('accord_owner', current_database(), 'CREATE')
            AND has_database_privilege('accord_migrator', current_database(), 'CREATE')) THEN
        EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO accord_owner, accord_migrator', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO accord_app, accord_audit, accord_retention, accord_import',
                       current_database());
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO accord_owner, accord_import', current_database());
    END IF;
    -- The daemon compares the changes that it requires with those that are deployed. There is no registry yet where
    -- this file is run by psql, to prepare a database. A dump reads all of it, as accord_owner.
    IF to_regclass('sqitch.changes') IS NOT NULL THEN
        GRANT USAGE ON SCHEMA sqitch TO accord_app, accord_owner;
        GRANT SELECT ON sqitch.changes TO accord_app;
        GRANT SELECT ON ALL TABLES IN SCHEMA sqitch TO accord_owner;
    END IF;
END $$;
COMMIT;
