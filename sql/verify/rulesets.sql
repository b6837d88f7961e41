-- Verify accord:rulesets on pg
\ir ../policies.psql
:begin
SELECT version, legal_basis, valid, recorded_at, superseded_at FROM ruleset WHERE false;
SELECT ruleset, name, layer, value, unit, valid, tag, source, recorded_at, superseded_at
    FROM ruleset_parameter WHERE false;
SELECT require(count(*) = 1 AND min(version) > 0, 'one rules version') FROM rules_version;
SELECT require(count(*) = 2, 'rulesets move it') FROM pg_trigger
WHERE tgfoid = 'rules_version_move'::regproc AND tgrelid IN ('ruleset'::regclass,
    'ruleset_parameter'::regclass);
ROLLBACK;
