-- Deploy accord:confirmations to pg
-- Where a worker's account of the last post is not what is on record, the authority that the worker named is asked to
-- confirm the last day. The answer is that authority's own: who asked sees that there is one, and checks again.
\ir ../policies.psql
\set asked 'asked_by = ANY ((SELECT nullif(current_setting(''accord.authorities'', true), ''''))::int[])'
\set asks 'asked_by = (SELECT nullif(current_setting(''accord.authority'', true), '''')::int)'
:begin

CREATE DOMAIN accord.confirmation_answer AS text CONSTRAINT confirmation_answer_code
    CHECK (VALUE IN ('CONFIRMED', 'NOT_KNOWN'));

CREATE TABLE confirmation (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT confirmation_authority_fk REFERENCES authority,
    asked_by integer NOT NULL CONSTRAINT confirmation_asked_by_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    last_day date NOT NULL,
    asked_at timestamptz NOT NULL,
    answered_at timestamptz,
    CONSTRAINT confirmation_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX confirmation_once ON confirmation (authority, asked_by, swe_number, last_day)
    WHERE answered_at IS NULL;
CREATE INDEX confirmation_by_asker ON confirmation (asked_by, id);
CREATE INDEX confirmation_by_worker ON confirmation (swe_number);
ALTER TABLE confirmation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY confirmation_owner ON confirmation TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY confirmation_see ON confirmation FOR SELECT TO accord_app USING (:mine OR :asked);
CREATE POLICY confirmation_add ON confirmation FOR INSERT TO accord_app WITH CHECK (:asks);
CREATE POLICY confirmation_change ON confirmation FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON confirmation TO accord_app;
GRANT UPDATE (answered_at) ON confirmation TO accord_app;

CREATE TABLE confirmation_reply (
    authority integer NOT NULL CONSTRAINT confirmation_reply_authority_fk REFERENCES authority,
    confirmation uuid NOT NULL,
    answer confirmation_answer NOT NULL,
    employment uuid,
    answered_at timestamptz NOT NULL,
    answered_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT confirmation_reply_pk PRIMARY KEY (authority, confirmation),
    CONSTRAINT confirmation_reply_confirmation_fk FOREIGN KEY (authority, confirmation)
        REFERENCES confirmation (authority, id),
    CONSTRAINT confirmation_reply_names_the_spell CHECK ((answer = 'CONFIRMED') = (employment IS NOT NULL))
);
ALTER TABLE confirmation_reply ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY confirmation_reply_owner ON confirmation_reply TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY confirmation_reply_see ON confirmation_reply FOR SELECT TO accord_app USING (:mine);
CREATE POLICY confirmation_reply_add ON confirmation_reply FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON confirmation_reply TO accord_app;

COMMENT ON DOMAIN confirmation_answer IS 'What an authority says of a last day that a worker declared';
COMMENT ON TABLE confirmation
    IS 'Last days that workers declared and that are not on record, for the authorities that they named to confirm';
COMMENT ON COLUMN confirmation.id IS 'The id of what is asked';
COMMENT ON COLUMN confirmation.authority IS 'The authority that the worker named, which is asked';
COMMENT ON COLUMN confirmation.asked_by IS 'The authority whose check it was; never shown to the one that is asked';
COMMENT ON COLUMN confirmation.swe_number IS 'The worker''s Social Work England number: SW and digits, never reused';
COMMENT ON COLUMN confirmation.last_day IS 'The last day as the worker declared it';
COMMENT ON COLUMN confirmation.asked_at IS 'When it was asked: an instant';
COMMENT ON COLUMN confirmation.answered_at IS 'When it was answered: an instant; none until then';
COMMENT ON INDEX confirmation_once IS 'The same is asked once until it is answered';
COMMENT ON INDEX confirmation_by_asker IS 'For the list of who asked';
COMMENT ON INDEX confirmation_by_worker IS 'For what is held on a worker';
COMMENT ON TABLE confirmation_reply IS 'Answers on last days, for the authority that gave them alone';
COMMENT ON COLUMN confirmation_reply.authority IS 'The authority that answered';
COMMENT ON COLUMN confirmation_reply.confirmation IS 'What was asked';
COMMENT ON COLUMN confirmation_reply.answer IS 'Whether there was such a post';
COMMENT ON COLUMN confirmation_reply.employment IS 'The spell that it put on record; none where it knows of none';
COMMENT ON COLUMN confirmation_reply.answered_at IS 'When it was answered: an instant';
COMMENT ON COLUMN confirmation_reply.answered_by IS 'The principal that answered';
COMMENT ON CONSTRAINT confirmation_reply_names_the_spell ON confirmation_reply IS 'What is confirmed is on record';
COMMIT;
