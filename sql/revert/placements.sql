-- Revert accord:placements from pg
\ir ../policies.psql
:begin
DROP TABLE breach, placement_rate, placement;
COMMIT;
