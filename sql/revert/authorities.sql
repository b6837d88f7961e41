-- Revert accord:authorities from pg
\ir ../policies.psql
:begin
DROP TABLE delivery_body, authority_succession, authority_code, authority, region;
COMMIT;
