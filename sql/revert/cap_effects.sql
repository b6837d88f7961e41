-- Revert accord:cap_effects from pg
\ir ../policies.psql
:begin
DROP FUNCTION cap_effect;
COMMIT;
