-- Revert accord:succession from pg
\ir ../policies.psql
:begin
DROP FUNCTION regions_of, inherited_by, standing_of;
DROP TRIGGER delivery_body_stamp ON delivery_body;
DROP TRIGGER authority_succession_stamp ON authority_succession;
ALTER TABLE delivery_body DROP recorded_at, DROP superseded_at, DROP recorded_version, DROP superseded_version;
ALTER TABLE authority_succession DROP recorded_at, DROP recorded_version;
COMMIT;
