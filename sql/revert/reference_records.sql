-- Revert accord:reference_records from pg
\ir ../policies.psql
:begin
DROP FUNCTION references_given;
DROP TABLE reference, reference_template;
DROP DOMAIN reference_provider, reference_status, reference_use, referee_relation, decline_reason;
COMMIT;
