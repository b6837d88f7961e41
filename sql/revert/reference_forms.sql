-- Revert accord:reference_forms from pg
\ir ../policies.psql
:begin
DROP TABLE reference_form;
COMMIT;
