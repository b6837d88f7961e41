-- Deploy accord:equal_treatment to pg
-- The day after twelve weeks in the same role (R11), by the parameter of the placement's first day. Neither the role nor
-- that day is ever changed: another role is another placement.
\ir ../policies.psql
:begin
ALTER TABLE placement ADD equal_treatment_from date;
UPDATE placement p SET equal_treatment_from = p.start_date + 7 * m.value::integer
FROM ruleset r JOIN ruleset_parameter m ON m.ruleset = r.version
WHERE r.legal_basis = 'STATUTORY_GUIDANCE' AND upper_inf(r.valid) AND r.superseded_at IS NULL
  AND m.layer = 'NATIONAL' AND m.name = 'equal_treatment_weeks' AND m.superseded_at IS NULL AND m.valid @> p.start_date;
COMMENT ON COLUMN placement.equal_treatment_from
    IS 'The first day after twelve weeks in the role, counted from this placement''s first day; none where no parameter says';
COMMIT;
