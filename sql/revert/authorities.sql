-- Revert accord:authorities from pg
\ir ../policies.psql
:begin
DROP FUNCTION regions_of, inherited_by, standing_of;
DROP TABLE delivery_body, authority_succession, authority_code, authority, region;
COMMIT;
