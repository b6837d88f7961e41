-- Revert accord:sweeps from pg
\ir ../policies.psql
:begin
DROP FUNCTION sweeps_due, sweep_on, sweep_hirers, sweep_next, touches, touched_by_succession, touches_mapping, touches_cap, touches_pay, rate_tested,
    touches_cool_off, sweep_add;
DROP TABLE sweep;
DROP DOMAIN sweep_kind;
COMMIT;
