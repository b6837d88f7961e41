-- Verify accord:people on pg
\ir ../policies.psql
:begin
SELECT authority, region, recorded_by FROM principal WHERE false;
SELECT recorded_by, ended_at, ended_by FROM role_grant WHERE false;
SELECT created_by, revoked_by FROM token WHERE false;
SELECT require(count(*) = 0, 'who was granted something is kept somewhere')
FROM principal p
WHERE p.authority IS NULL AND p.region IS NULL AND EXISTS (SELECT FROM role_grant g WHERE g.principal = p.id);
SELECT require(NOT has_column_privilege('accord_app', 'token', 'hash', 'SELECT'), 'the application reads no hash');
ROLLBACK;
