-- Revert accord:roles from pg
-- The roles stay: they belong to the cluster, and another database may use them. Their rights on this one go, where
-- whoever reverts could have granted them.
BEGIN;
DO $$
BEGIN
    IF to_regclass('sqitch.changes') IS NOT NULL THEN
        REVOKE SELECT ON sqitch.changes FROM accord_app;
        REVOKE USAGE ON SCHEMA sqitch FROM accord_app;
    END IF;
    IF pg_has_role((SELECT datdba FROM pg_database WHERE datname = current_database()), 'USAGE') THEN
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM accord_owner, accord_app, accord_migrator, accord_audit, '
                       'accord_retention, accord_import', current_database());
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database());
    END IF;
END $$;
COMMIT;
