-- Revert accord:rechecks from pg
\ir ../policies.psql
:begin
DROP FUNCTION begin_recheck, holder_of, recheck_waiting, rechecks_due, rechecks_of_day, rated_on, rechecks_of_worker;
DROP POLICY placement_extension_directory ON placement_extension;
REVOKE SELECT ON placement_extension FROM accord_directory;
DELETE FROM principal WHERE id = '00000000-0000-7000-8000-00000000acc0';
DROP TABLE recheck_day, notice, recheck;
DROP INDEX placement_running, placement_awaiting;
REVOKE UPDATE (findings) ON placement FROM accord_app;
ALTER TABLE placement DROP findings;
COMMENT ON COLUMN placement.recheck
    IS 'The latest check of a rate or an extension, whose findings stand in place of the first check''s of its rules';
DROP DOMAIN notice_kind, recheck_cause;
COMMIT;
