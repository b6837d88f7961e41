-- Revert accord:reference from pg
\ir ../policies.psql
:begin
-- A row that somebody relies on by now stops the revert through its foreign key.
DELETE FROM rate_cap WHERE status = 'HISTORICAL' AND recorded_by IS NULL;
DELETE FROM agreement WHERE name LIKE '% (historical)' AND recorded_by IS NULL;
DELETE FROM ruleset_parameter WHERE ruleset = '2024-10-31';
DELETE FROM ruleset WHERE version = '2024-10-31';
DELETE FROM authority_succession;
DELETE FROM authority_code;
DELETE FROM authority;
DELETE FROM region;
COMMIT;
