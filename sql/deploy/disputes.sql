-- Deploy accord:disputes to pg
-- A worker disputes a fact through any signatory. The dispute is a row of two parties: the authority that opened it, and
-- the one that is said to have recorded the fact, which alone sees whether it has, and why it decided as it did.
\ir ../policies.psql
\set opened 'opened_through = ANY ((SELECT nullif(current_setting(''accord.authorities'', true), ''''))::int[])'
\set opens 'opened_through = (SELECT nullif(current_setting(''accord.authority'', true), '''')::int)'
:begin

CREATE DOMAIN accord.disputed_fact AS text CONSTRAINT disputed_fact_code
    CHECK (VALUE IN ('EMPLOYMENT', 'LAST_DAY', 'LEAVING_REASON', 'REFERENCE', 'REVIEW', 'QUALIFICATION'));
CREATE DOMAIN accord.dispute_state AS text CONSTRAINT dispute_state_code
    CHECK (VALUE IN ('OPEN', 'UPHELD', 'REJECTED'));

-- Whether both are members of one agreement on that day and have signed to share; everybody shares with itself.
CREATE FUNCTION signed_to_share(one integer, other integer, day date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN one = other OR EXISTS (
        SELECT FROM membership m JOIN membership o ON o.agreement = m.agreement
        WHERE m.authority = one AND o.authority = other AND m.superseded_at IS NULL AND o.superseded_at IS NULL
          AND m.valid @> day AND o.valid @> day
          AND m.sharing_agreement_signed_on <= day AND o.sharing_agreement_signed_on <= day);
END $$;
COMMENT ON FUNCTION signed_to_share IS 'Whether something about a worker may go from one authority to the other on a day';
GRANT EXECUTE ON FUNCTION signed_to_share TO accord_app;

CREATE TABLE dispute (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT dispute_authority_fk REFERENCES authority,
    opened_through integer NOT NULL CONSTRAINT dispute_opened_through_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    fact disputed_fact NOT NULL,
    statement text NOT NULL,
    due_on date NOT NULL,
    state dispute_state NOT NULL DEFAULT 'OPEN',
    opened_at timestamptz NOT NULL,
    opened_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    decided_at timestamptz,
    CONSTRAINT dispute_pk PRIMARY KEY (authority, id),
    CONSTRAINT dispute_decided_whole CHECK ((state = 'OPEN') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX dispute_once ON dispute (authority, opened_through, swe_number, fact) WHERE state = 'OPEN';
CREATE INDEX dispute_by_opener ON dispute (opened_through, id);
CREATE INDEX dispute_by_worker ON dispute (swe_number);
ALTER TABLE dispute ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dispute_owner ON dispute TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY dispute_see ON dispute FOR SELECT TO accord_app USING (:mine OR :opened);
CREATE POLICY dispute_add ON dispute FOR INSERT TO accord_app WITH CHECK (:opens);
CREATE POLICY dispute_directory ON dispute FOR SELECT TO accord_directory USING (true);
CREATE POLICY dispute_change ON dispute FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON dispute TO accord_app;
GRANT UPDATE (state, decided_at) ON dispute TO accord_app;
GRANT SELECT ON dispute TO accord_directory;

-- The record that it is about, found by the authority that holds it.
CREATE TABLE dispute_link (
    authority integer NOT NULL CONSTRAINT dispute_link_authority_fk REFERENCES authority,
    dispute uuid NOT NULL,
    record uuid NOT NULL,
    record_version integer,
    linked_at timestamptz NOT NULL,
    linked_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT dispute_link_pk PRIMARY KEY (authority, dispute),
    CONSTRAINT dispute_link_dispute_fk FOREIGN KEY (authority, dispute) REFERENCES dispute (authority, id)
);
CREATE INDEX dispute_link_by_record ON dispute_link (record);
ALTER TABLE dispute_link ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dispute_link_owner ON dispute_link TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY dispute_link_directory ON dispute_link FOR SELECT TO accord_directory USING (true);
CREATE POLICY dispute_link_see ON dispute_link FOR SELECT TO accord_app USING (:mine);
CREATE POLICY dispute_link_add ON dispute_link FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON dispute_link TO accord_app;
GRANT SELECT ON dispute_link TO accord_directory;

CREATE TABLE dispute_decision (
    authority integer NOT NULL CONSTRAINT dispute_decision_authority_fk REFERENCES authority,
    dispute uuid NOT NULL,
    reason text NOT NULL,
    withdrawn boolean NOT NULL,
    decided_at timestamptz NOT NULL,
    decided_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT dispute_decision_pk PRIMARY KEY (authority, dispute),
    CONSTRAINT dispute_decision_dispute_fk FOREIGN KEY (authority, dispute) REFERENCES dispute (authority, id)
);
ALTER TABLE dispute_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY dispute_decision_owner ON dispute_decision TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY dispute_decision_see ON dispute_decision FOR SELECT TO accord_app USING (:mine);
CREATE POLICY dispute_decision_add ON dispute_decision FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON dispute_decision TO accord_app;

-- Told once a dispute has been decided: who opened it, so that the worker hears of it; and where it was upheld every
-- authority that had a check which was told of the fact, of which it learns no more than that; of a reference who holds it,
-- which one it is.
ALTER DOMAIN notice_kind DROP CONSTRAINT notice_kind_code;
ALTER DOMAIN notice_kind ADD CONSTRAINT notice_kind_code
    CHECK (VALUE IN ('VERDICT_CHANGED', 'RECORD_CHANGED', 'DISPUTE_DECIDED'));
CREATE POLICY eligibility_check_directory ON eligibility_check FOR SELECT TO accord_directory USING (true);
GRANT SELECT (id, authority, swe_number, facts_version) ON eligibility_check TO accord_directory;
CREATE FUNCTION dispute_tell(decided uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    told dispute;
    since bigint;
BEGIN
    SELECT * INTO told FROM dispute d WHERE d.id = decided;
    PERFORM require(told.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int[]), 'forbidden');
    INSERT INTO notice (authority, kind, about, object, opened_at)
    SELECT told.opened_through, 'DISPUTE_DECIDED', 'dispute', told.id, told.decided_at
    WHERE told.opened_through <> told.authority
    ON CONFLICT DO NOTHING;
    SELECT min(f.recorded_version) INTO since
    FROM dispute_link l
    CROSS JOIN LATERAL (SELECT e.recorded_version FROM employment e WHERE e.id = l.record
                        UNION ALL
                        SELECT q.recorded_version FROM worker_qualification q WHERE q.id = l.record) f
    WHERE l.authority = told.authority AND l.dispute = told.id;
    INSERT INTO notice (authority, kind, about, object, opened_at)
    SELECT DISTINCT ON (c.authority) c.authority, 'RECORD_CHANGED', 'eligibility_check', c.id, told.decided_at
    FROM eligibility_check c
    WHERE told.state = 'UPHELD' AND c.swe_number = told.swe_number AND c.facts_version >= since
    ORDER BY c.authority, c.id DESC
    ON CONFLICT DO NOTHING;
    INSERT INTO notice (authority, kind, about, object, opened_at)
    SELECT r.authority, 'RECORD_CHANGED', 'reference', r.id, told.decided_at
    FROM dispute_link l
    JOIN reference r ON r.id = l.record AND r.superseded_at IS NULL
    WHERE l.authority = told.authority AND l.dispute = told.id AND told.state = 'UPHELD' AND told.fact = 'REFERENCE'
      AND r.swe_number = told.swe_number AND r.authority <> told.authority
    ON CONFLICT DO NOTHING;
END $$;
ALTER FUNCTION dispute_tell OWNER TO accord_directory;
REVOKE ALL ON FUNCTION dispute_tell FROM PUBLIC;
GRANT EXECUTE ON FUNCTION dispute_tell TO accord_app;
CREATE INDEX eligibility_check_of_worker ON eligibility_check (swe_number);
COMMENT ON INDEX eligibility_check_of_worker IS 'For dispute_tell, across authorities';
COMMENT ON FUNCTION dispute_tell IS 'Leaves notices of a decided dispute for who opened it and for all who relied on the fact';

COMMENT ON DOMAIN disputed_fact IS 'What a worker says is wrong';
COMMENT ON DOMAIN dispute_state IS 'Whether a dispute has been decided, and for whom';
COMMENT ON TABLE dispute IS 'What workers say is wrong on record, seen by the authority that opened it and by the one that decides';
COMMENT ON COLUMN dispute.id IS 'The dispute''s id';
COMMENT ON COLUMN dispute.authority IS 'The authority that is said to have recorded the fact, and decides';
COMMENT ON COLUMN dispute.opened_through IS 'The authority through which the worker opened it';
COMMENT ON COLUMN dispute.swe_number IS 'The worker''s Social Work England number: SW and digits, never reused';
COMMENT ON COLUMN dispute.fact IS 'What kind of fact is disputed';
COMMENT ON COLUMN dispute.statement IS 'What the worker says';
COMMENT ON COLUMN dispute.due_on IS 'The day by which it is to be decided';
COMMENT ON COLUMN dispute.state IS 'OPEN until it is decided';
COMMENT ON COLUMN dispute.opened_at IS 'When it was opened: an instant';
COMMENT ON COLUMN dispute.opened_by IS 'The principal that opened it for the worker';
COMMENT ON COLUMN dispute.decided_at IS 'When it was decided: an instant; none until then';
COMMENT ON CONSTRAINT dispute_decided_whole ON dispute IS 'A decision has its instant';
COMMENT ON INDEX dispute_once IS 'One at a time of a worker''s fact through one authority';
COMMENT ON INDEX dispute_by_opener IS 'For the list of who opened it';
COMMENT ON INDEX dispute_by_worker IS 'For what is held on a worker';
COMMENT ON TABLE dispute_link IS 'The records that disputes are about; who opened a dispute does not see whether there is one';
COMMENT ON COLUMN dispute_link.authority IS 'The authority that decides';
COMMENT ON COLUMN dispute_link.dispute IS 'The dispute';
COMMENT ON COLUMN dispute_link.record IS 'The record that it is about';
COMMENT ON COLUMN dispute_link.record_version
    IS 'Its version from which on it was disputed; none of records without versions';
COMMENT ON COLUMN dispute_link.linked_at IS 'When the record was found: an instant';
COMMENT ON COLUMN dispute_link.linked_by IS 'The principal that found it';
COMMENT ON INDEX dispute_link_by_record IS 'For the disputes that a record is in';
COMMENT ON TABLE dispute_decision IS 'Decisions on disputes, with their reasons, by people other than who recorded the facts';
COMMENT ON COLUMN dispute_decision.authority IS 'The authority that decided';
COMMENT ON COLUMN dispute_decision.dispute IS 'The dispute';
COMMENT ON COLUMN dispute_decision.reason IS 'Why, in the decider''s words';
COMMENT ON COLUMN dispute_decision.withdrawn IS 'The record was withdrawn by the decision';
COMMENT ON COLUMN dispute_decision.decided_at IS 'When it was decided: an instant';
COMMENT ON COLUMN dispute_decision.decided_by IS 'The person who decided';
COMMIT;
