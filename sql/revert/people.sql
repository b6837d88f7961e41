-- Revert accord:people from pg
\ir ../policies.psql
:begin
REVOKE ALL ON principal, principal_contact, role_grant, token FROM accord_app;
REVOKE ALL (valid, superseded_at, ended_at, ended_by) ON role_grant FROM accord_app;
REVOKE ALL (id, role_grant, label, created_at, created_by, expires_at, revoked_at, revoked_by) ON token
    FROM accord_app;
DROP POLICY token_revoke ON token;
DROP POLICY token_add ON token;
DROP POLICY token_see ON token;
DROP POLICY role_grant_end ON role_grant;
DROP POLICY role_grant_add ON role_grant;
DROP POLICY role_grant_see ON role_grant;
DROP POLICY principal_contact_add ON principal_contact;
DROP POLICY principal_contact_see ON principal_contact;
DROP POLICY principal_add ON principal;
DROP POLICY principal_see ON principal;
DROP INDEX role_grant_by_authority;
ALTER TABLE token DROP COLUMN created_by, DROP COLUMN revoked_by;
ALTER TABLE role_grant DROP COLUMN recorded_by, DROP COLUMN ended_at, DROP COLUMN ended_by;
ALTER TABLE principal DROP COLUMN authority, DROP COLUMN region, DROP COLUMN recorded_by;
COMMIT;
