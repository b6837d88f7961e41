-- Verify accord:retention on pg
\ir ../policies.psql
:begin
SELECT erased_version FROM worker_facts WHERE false;
SELECT id, authority, swe_number, requested_at, requested_by FROM erasure WHERE false;
SELECT id, authority, region, kind, rule, removed, removed_at, rewritten_at FROM tombstone WHERE false;
SELECT require(count(*) >= 7, 'every kind says how long it is kept') FROM retention WHERE tag = 'D';
SELECT require(count(*) >= 7, 'tables of workers are found') FROM tables_of_workers();
SELECT kind, rows FROM purge_preview('2026-01-01');
ROLLBACK;
