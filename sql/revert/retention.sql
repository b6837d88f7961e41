-- Revert accord:retention from pg
\ir ../policies.psql
:begin
DROP FUNCTION audit_months_drop, audit_months_over, forget_statistics, rewrite_is_done, rewrite_is_due, rewrite_table,
    rewrite_waits_for, tables_to_rewrite, erase_waiting, forget_answers, purge_expired, purge_preview, expired, facts_fall_away, forget_worker, remove_rows, tables_of_workers, facts_erased;
ALTER TABLE worker_facts DROP erased_version;
DROP TABLE erasure, tombstone, retention;
DROP DOMAIN retention_kind;
COMMIT;
