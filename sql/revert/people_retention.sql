-- Revert accord:people_retention from pg
\ir ../policies.psql
:begin
DROP FUNCTION purge_people, people_preview, people_expired, people_unnamed, people_without_grant, columns_naming_people;
ALTER TABLE token ALTER label SET STATISTICS -1;
ALTER TABLE principal_contact ALTER work_email SET STATISTICS -1;
ALTER TABLE principal ALTER name SET STATISTICS -1, ALTER post SET STATISTICS -1;
COMMIT;
