-- Revert accord:incidents from pg
\ir ../policies.psql
:begin
ALTER POLICY supplier_acceptance_see ON supplier_acceptance USING (:somebody);
ALTER POLICY supplier_see ON supplier USING (:somebody);
DROP TABLE supplier_incident;
DROP DOMAIN incident_state;
COMMIT;
