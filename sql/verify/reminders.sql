-- Verify accord:reminders on pg
\ir ../policies.psql
:begin
SELECT principal, tried_at, sent_on FROM reminder WHERE false;
SELECT principal, work_email, no_reminders FROM principal_contact WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid = 'reminder'::regclass AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(NOT has_table_privilege('accord_app', 'reminder', 'SELECT'), 'the owner''s alone');
ROLLBACK;
