-- Deploy accord:replay to pg
-- A check is replayed by versions, not by the clock: every row that a rule is told of says at which version of the
-- worker's facts, or of the rules, it came on record and fell away. Both versions are moved under a lock, so that their
-- order is that in which everybody saw the rows; instants of several machines have no such order.
\ir ../policies.psql
:begin

-- Worker-level rows: whoever writes them has claimed the worker's facts in the same batch.
CREATE FUNCTION facts_stamp() RETURNS trigger
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW.recorded_version := facts_version(NEW.swe_number);
    ELSIF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN
        NEW.superseded_version := facts_version(NEW.swe_number);
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION facts_stamp IS 'Writes into a row the version of the worker''s facts at which it comes or falls away';
GRANT EXECUTE ON FUNCTION facts_version TO accord_owner, accord_import;

-- Everything else: each row moves the rules' version itself, before it is stamped with it.
CREATE FUNCTION rules_stamp() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    moved bigint;
BEGIN
    UPDATE rules_version SET version = version + 1 RETURNING version INTO moved;
    IF TG_OP = 'INSERT' THEN
        NEW.recorded_version := moved;
    ELSIF OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN
        NEW.superseded_version := moved;
    END IF;
    RETURN NEW;
END $$;
COMMENT ON FUNCTION rules_stamp IS 'Moves the version of the rules, and writes it into the row that comes or falls away';

ALTER TABLE employment ADD recorded_version bigint NOT NULL DEFAULT 0, ADD superseded_version bigint;
UPDATE employment SET superseded_version = 0 WHERE superseded_at IS NOT NULL;
CREATE TRIGGER employment_stamp BEFORE INSERT OR UPDATE ON employment
    FOR EACH ROW EXECUTE FUNCTION facts_stamp();

DROP TRIGGER ruleset_moves ON ruleset;
DROP TRIGGER ruleset_parameter_moves ON ruleset_parameter;
DROP TRIGGER agreement_moves ON agreement;
DROP TRIGGER agreement_terms_moves ON agreement_terms;
DROP TRIGGER agreement_protocol_moves ON agreement_protocol;
DROP TRIGGER membership_moves ON membership;
DROP TRIGGER membership_phase_moves ON membership_phase;
DROP TRIGGER rate_cap_moves ON rate_cap;
DROP TRIGGER role_mapping_moves ON role_mapping;
CREATE TRIGGER ruleset_moves AFTER DELETE ON ruleset FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER ruleset_parameter_moves AFTER DELETE ON ruleset_parameter
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['ruleset', 'ruleset_parameter', 'agreement', 'agreement_terms', 'agreement_protocol',
                                'membership', 'membership_phase', 'rate_cap', 'role_mapping'] LOOP
        EXECUTE format('ALTER TABLE %I ADD recorded_version bigint NOT NULL DEFAULT 0, ADD superseded_version bigint', name);
        EXECUTE format('UPDATE %I SET superseded_version = 0 WHERE superseded_at IS NOT NULL', name);
        EXECUTE format('CREATE TRIGGER %I BEFORE INSERT OR UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION rules_stamp()',
                       name || '_stamp', name);
    END LOOP;
    FOREACH name IN ARRAY ARRAY['ruleset', 'ruleset_parameter', 'agreement', 'agreement_terms', 'agreement_protocol',
                                'membership', 'membership_phase', 'rate_cap', 'role_mapping', 'employment'] LOOP
        EXECUTE format('COMMENT ON COLUMN %I.recorded_version IS %L', name,
                       'The version at which this came on record; 0: before versions were kept');
        EXECUTE format('COMMENT ON COLUMN %I.superseded_version IS %L', name,
                       'The version at which this fell away; none while it stands');
    END LOOP;
END $$;

CREATE OR REPLACE VIEW binding WITH (security_invoker = true) AS
SELECT a.id AS agreement, a.name, m.id AS membership, p.protocol::text AS protocol, m.authority,
       a.valid * m.valid * daterange(greatest(f.adopted_from, m.sharing_agreement_signed_on), NULL) AS valid,
       greatest(a.recorded_at, p.recorded_at, m.recorded_at, f.recorded_at) AS recorded_at,
       least(a.superseded_at, p.superseded_at, m.superseded_at, f.superseded_at) AS superseded_at,
       greatest(a.recorded_version, p.recorded_version, m.recorded_version, f.recorded_version) AS recorded_version,
       least(a.superseded_version, p.superseded_version, m.superseded_version, f.superseded_version)
           AS superseded_version
FROM membership m
JOIN agreement a ON a.id = m.agreement
JOIN agreement_protocol p ON p.agreement = a.id
JOIN membership_phase f ON f.membership = m.id AND f.phase >= p.phase
WHERE m.sharing_agreement_signed_on IS NOT NULL;
COMMENT ON COLUMN binding.recorded_version IS 'The version of the rules at which all of this was on record';
COMMENT ON COLUMN binding.superseded_version IS 'The version of the rules at which any of it fell away';

-- The date from which a worker counts as qualified, as an authority has it from Social Work England's register.
CREATE TABLE worker_qualification (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT worker_qualification_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    qualified_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT worker_qualification_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX worker_qualification_once ON worker_qualification (authority, swe_number)
    WHERE superseded_at IS NULL;
CREATE INDEX worker_qualification_by_worker ON worker_qualification (swe_number);
ALTER TABLE worker_qualification ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_qualification_owner ON worker_qualification TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_qualification_directory ON worker_qualification FOR SELECT TO accord_directory USING (true);
CREATE POLICY worker_qualification_see ON worker_qualification FOR SELECT TO accord_app USING (:mine);
CREATE POLICY worker_qualification_add ON worker_qualification FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY worker_qualification_change ON worker_qualification FOR UPDATE TO accord_app USING (:mine)
    WITH CHECK (:mine);
GRANT SELECT, INSERT ON worker_qualification TO accord_app;
GRANT UPDATE (superseded_at) ON worker_qualification TO accord_app;
GRANT SELECT ON worker_qualification TO accord_directory;
CREATE TRIGGER worker_qualification_stamp BEFORE INSERT OR UPDATE ON worker_qualification
    FOR EACH ROW EXECUTE FUNCTION facts_stamp();
COMMENT ON TABLE worker_qualification
    IS 'When workers qualified, as authorities have it from the register; a public fact, which all checks are told';
COMMENT ON COLUMN worker_qualification.id IS 'The record''s id';
COMMENT ON COLUMN worker_qualification.authority IS 'The authority that put it on record';
COMMENT ON COLUMN worker_qualification.swe_number IS 'The worker';
COMMENT ON COLUMN worker_qualification.qualified_on IS 'The day from which the worker counts as qualified';
COMMENT ON COLUMN worker_qualification.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN worker_qualification.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN worker_qualification.superseded_at IS 'When it was corrected; none while it stands';
COMMENT ON COLUMN worker_qualification.recorded_version IS 'The version at which this came on record';
COMMENT ON COLUMN worker_qualification.superseded_version
    IS 'The version at which this fell away; none while it stands';
COMMENT ON INDEX worker_qualification_once IS 'One date a worker for each authority';
COMMENT ON INDEX worker_qualification_by_worker IS 'For facts_of, across authorities';

-- A version, or the latest.
CREATE FUNCTION on_record(recorded bigint, superseded bigint, as_of bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN as_of IS NULL THEN superseded IS NULL
                ELSE recorded <= as_of AND (superseded IS NULL OR superseded > as_of) END
$$;
COMMENT ON FUNCTION on_record IS 'Whether a row was on record as of a version; without one, whether it stands';
GRANT EXECUTE ON FUNCTION on_record TO accord_app, accord_directory;

-- What a replay needs of a check, beside what it was asked and what it found.
ALTER TABLE eligibility_check
    ADD hirer integer CONSTRAINT eligibility_check_hirer_fk REFERENCES authority,
    ADD checked_on date,
    ADD rules_version bigint,
    ADD silent_authorities integer,
    ADD rules_asked text[];
COMMENT ON COLUMN eligibility_check.hirer
    IS 'The authority that asked: the record''s own, or its successor; none in checks before versions were kept';
COMMENT ON COLUMN eligibility_check.checked_on IS 'The day of asking, in England';
COMMENT ON COLUMN eligibility_check.rules_version IS 'The version of the rules that it was told';
COMMENT ON COLUMN eligibility_check.silent_authorities
    IS 'How many authorities in scope had stated no leavers: seen on that day, and kept with the check';
COMMENT ON COLUMN eligibility_check.rules_asked IS 'The rules that were asked; none: all';
COMMENT ON CONSTRAINT eligibility_check_hirer_fk ON eligibility_check IS 'Checks are asked by authorities';
COMMIT;
