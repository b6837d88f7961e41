-- Revert accord:rulesets from pg
\ir ../policies.psql
:begin
DROP TABLE rules_version, ruleset_parameter, ruleset;
DROP FUNCTION rules_version_move;
COMMIT;
