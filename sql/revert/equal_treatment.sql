-- Revert accord:equal_treatment from pg
\ir ../policies.psql
:begin
ALTER TABLE placement DROP equal_treatment_from;
COMMIT;
