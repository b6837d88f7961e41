-- Revert accord:reminders from pg
\ir ../policies.psql
:begin
DROP TABLE reminder;
DROP POLICY principal_contact_change ON principal_contact;
REVOKE UPDATE (work_email, no_reminders) ON principal_contact FROM accord_app;
DELETE FROM principal_contact WHERE work_email IS NULL;
ALTER TABLE principal_contact
    ALTER work_email SET NOT NULL,
    DROP no_reminders;
COMMIT;
