-- Verify accord:equal_treatment on pg
\ir ../policies.psql
:begin
SELECT equal_treatment_from FROM placement WHERE false;
ROLLBACK;
