-- Deploy accord:reminders to pg
-- Mail of what waits, to people whose work e-mail is on record and who have not said no. The host's `accordd remind` sends
-- it, once a person and day. An address may be put right, or taken off.
\ir ../policies.psql
:begin

ALTER TABLE principal_contact
    ALTER work_email DROP NOT NULL,
    ADD no_reminders boolean NOT NULL DEFAULT false;
CREATE POLICY principal_contact_change ON principal_contact FOR UPDATE TO accord_app
    USING (principal IN (SELECT p.id FROM principal p)) WITH CHECK (principal IN (SELECT p.id FROM principal p));
GRANT UPDATE (work_email, no_reminders) ON principal_contact TO accord_app;

-- The last one alone: no trail of who was written to.
CREATE TABLE reminder (
    principal uuid CONSTRAINT reminder_pk PRIMARY KEY CONSTRAINT reminder_principal_fk REFERENCES principal,
    tried_at timestamptz NOT NULL,
    sent_on date
);
ALTER TABLE reminder ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reminder_owner ON reminder TO accord_owner USING (true) WITH CHECK (true);

COMMENT ON COLUMN principal_contact.work_email IS 'Work e-mail address; none where it was taken off';
COMMENT ON COLUMN principal_contact.no_reminders IS 'Whether no mail of what waits is wanted';
COMMENT ON TABLE reminder IS 'When each person was last written to of what waits, if ever';
COMMENT ON COLUMN reminder.principal IS 'The person';
COMMENT ON COLUMN reminder.tried_at IS 'When a reminder was last about to be sent: an instant';
COMMENT ON COLUMN reminder.sent_on IS 'The day of the last one that the relay took; none where it took none';
COMMIT;
