-- Revert accord:succession_sweeps from pg
\ir ../policies.psql
:begin
DROP FUNCTION succession_sweeps_due, touched_by_succession;
DROP TABLE succession_sweep;
COMMIT;
