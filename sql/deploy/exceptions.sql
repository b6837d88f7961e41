-- Deploy accord:exceptions to pg
-- Departures from rules that somebody asks for and others sign. What was asked and signed is never changed in place: an
-- exception moves on by a later version, and a signature stands under the one that was signed, and falls with it.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.exception_grounds AS text CONSTRAINT exception_grounds_code
    CHECK (VALUE IN ('ACUTE_NEED', 'STATUTORY_DEADLINE', 'SPECIALIST_SKILL', 'CONTINUITY_FOR_CHILD', 'NO_OTHER_CANDIDATE',
                     'RETURNER'));
CREATE DOMAIN accord.exception_status AS text CONSTRAINT exception_status_code
    CHECK (VALUE IN ('DRAFT', 'SUBMITTED', 'APPROVED', 'REFUSED', 'EXPIRED', 'WITHDRAWN'));
CREATE DOMAIN accord.sign_off_how AS text CONSTRAINT sign_off_how_code CHECK (VALUE IN ('SIGNED', 'ATTESTED'));

-- Public reference, dated and on record like the parameters of a ruleset.
CREATE TABLE sign_off_chain (
    rule rule NOT NULL,
    layer layer NOT NULL,
    roles text[] NOT NULL,
    valid daterange NOT NULL,
    tag text NOT NULL CONSTRAINT sign_off_chain_tag_code CHECK (tag IN ('V', 'S', 'R', 'D')),
    source text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT sign_off_chain_pk PRIMARY KEY (rule, layer, valid, recorded_at),
    CONSTRAINT sign_off_chain_roles CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['DCS', 'CHIEF_EXECUTIVE']),
    CONSTRAINT sign_off_chain_once EXCLUDE USING gist (rule WITH =, layer WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);
CREATE TRIGGER sign_off_chain_stamp BEFORE INSERT OR UPDATE ON sign_off_chain
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();
CREATE TRIGGER sign_off_chain_moves AFTER DELETE ON sign_off_chain
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
GRANT SELECT ON sign_off_chain TO accord_app, accord_directory;
INSERT INTO sign_off_chain (rule, layer, roles, valid, tag, source)
SELECT r.rule, r.layer,
       CASE r.rule WHEN 'PRICE_CAP' THEN ARRAY['DCS', 'CHIEF_EXECUTIVE'] ELSE ARRAY['DCS'] END, daterange(NULL, NULL),
       CASE r.rule WHEN 'PRICE_CAP' THEN 'S' ELSE 'D' END,
       CASE r.rule WHEN 'PRICE_CAP' THEN 'Director of Children''s Services and chief executive, before it is finalised'
                   ELSE 'The Director of Children''s Services alone' END
FROM (VALUES ('COOL_OFF', 'NATIONAL'), ('COOL_OFF', 'REGIONAL'), ('EXPERIENCE', 'NATIONAL'), ('REFERENCES', 'NATIONAL'),
             ('PRICE_CAP', 'REGIONAL'), ('NOTICE', 'NATIONAL'), ('PROJECT_TEAM', 'NATIONAL')) AS r(rule, layer);

CREATE TABLE rule_exception (
    id uuid NOT NULL,
    version integer NOT NULL CONSTRAINT rule_exception_version CHECK (version > 0),
    authority integer NOT NULL CONSTRAINT rule_exception_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    rule rule NOT NULL,
    layer layer NOT NULL,
    agreement uuid CONSTRAINT rule_exception_agreement_fk REFERENCES agreement,
    placement uuid,
    start_date date NOT NULL,
    local_role text,
    cap_pence pence,
    comparable_pence pence,
    excess_pence pence,
    grounds exception_grounds NOT NULL,
    reason text NOT NULL,
    alternatives text NOT NULL,
    expires_on date NOT NULL,
    status exception_status NOT NULL CONSTRAINT rule_exception_status CHECK (status <> 'EXPIRED'),
    refusal text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT rule_exception_pk PRIMARY KEY (authority, id, version),
    CONSTRAINT rule_exception_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id),
    CONSTRAINT rule_exception_layer CHECK (CASE rule WHEN 'COOL_OFF' THEN true WHEN 'PRICE_CAP' THEN layer = 'REGIONAL'
                                                     WHEN 'SIGN_OFF' THEN false ELSE layer = 'NATIONAL' END),
    CONSTRAINT rule_exception_agreement CHECK (agreement IS NULL OR layer = 'REGIONAL'),
    CONSTRAINT rule_exception_amounts CHECK
        (num_nonnulls(cap_pence, comparable_pence, excess_pence) = CASE rule WHEN 'PRICE_CAP' THEN 3 ELSE 0 END),
    CONSTRAINT rule_exception_excess CHECK (excess_pence > 0 AND comparable_pence >= cap_pence),
    CONSTRAINT rule_exception_dates CHECK (expires_on >= start_date),
    CONSTRAINT rule_exception_refusal CHECK ((status = 'REFUSED') = (refusal IS NOT NULL))
);
CREATE UNIQUE INDEX rule_exception_current ON rule_exception (authority, id) WHERE superseded_at IS NULL;
CREATE INDEX rule_exception_by_worker ON rule_exception (authority, swe_number);
ALTER TABLE rule_exception ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rule_exception_owner ON rule_exception TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY rule_exception_directory ON rule_exception FOR SELECT TO accord_directory USING (true);
CREATE POLICY rule_exception_see ON rule_exception FOR SELECT TO accord_app USING (:mine);
CREATE POLICY rule_exception_add ON rule_exception FOR INSERT TO accord_app
    WITH CHECK (:own OR :mine AND (version > 1 OR placement IS NOT NULL));
CREATE POLICY rule_exception_change ON rule_exception FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON rule_exception TO accord_app;
GRANT UPDATE (superseded_at) ON rule_exception TO accord_app;
CREATE INDEX rule_exception_by_end ON rule_exception (expires_on) WHERE status = 'APPROVED' AND superseded_at IS NULL;
GRANT SELECT (id, authority, swe_number, rule, layer, agreement, placement, start_date, local_role, expires_on, status,
              superseded_at) ON rule_exception TO accord_directory;

CREATE TABLE sign_off (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT sign_off_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    exception uuid NOT NULL,
    version integer NOT NULL,
    role role NOT NULL CONSTRAINT sign_off_role CHECK (role IN ('DCS', 'CHIEF_EXECUTIVE')),
    person uuid NOT NULL CONSTRAINT sign_off_person_fk REFERENCES principal,
    signed_on date NOT NULL,
    how sign_off_how NOT NULL,
    evidence text,
    late boolean NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    recorded_version bigint NOT NULL DEFAULT 0,
    CONSTRAINT sign_off_pk PRIMARY KEY (authority, id),
    CONSTRAINT sign_off_exception_fk FOREIGN KEY (authority, exception, version)
        REFERENCES rule_exception (authority, id, version),
    CONSTRAINT sign_off_evidence CHECK ((how = 'ATTESTED') = (evidence IS NOT NULL))
);
CREATE UNIQUE INDEX sign_off_once ON sign_off (authority, exception, role);
ALTER TABLE sign_off ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY sign_off_owner ON sign_off TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY sign_off_directory ON sign_off FOR SELECT TO accord_directory USING (true);
CREATE POLICY sign_off_see ON sign_off FOR SELECT TO accord_app USING (:mine);
CREATE POLICY sign_off_add ON sign_off FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON sign_off TO accord_app;
GRANT SELECT (authority, exception, late) ON sign_off TO accord_directory;
CREATE TRIGGER rule_exception_stamp BEFORE INSERT OR UPDATE ON rule_exception
    FOR EACH ROW EXECUTE FUNCTION facts_stamp();
CREATE TRIGGER sign_off_stamp BEFORE INSERT ON sign_off FOR EACH ROW EXECUTE FUNCTION facts_stamp();

ALTER TABLE placement ADD exceptions uuid[] NOT NULL DEFAULT '{}';
GRANT UPDATE (exceptions) ON placement TO accord_app;

-- Whether a person held a role of the caller's authority on a day, acting or not. A system never did: it does not sign.
CREATE POLICY principal_directory ON principal FOR SELECT TO accord_directory USING (true);
GRANT SELECT (id, kind) ON principal TO accord_directory;
CREATE FUNCTION signs_as(person uuid, signs_in text, on_day date) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM role_grant g JOIN principal p ON p.id = g.principal
        WHERE g.principal = person AND p.kind = 'PERSON' AND g.role = signs_in AND g.valid @> on_day
          AND g.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
          AND (g.superseded_at IS NULL OR on_day <= (g.superseded_at AT TIME ZONE 'Europe/London')::date));
END $$;
ALTER FUNCTION signs_as OWNER TO accord_directory;
REVOKE ALL ON FUNCTION signs_as FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signs_as TO accord_app;

-- The exceptions that are about a breach of a placement: of the worker there, the same rule, and the same start or the
-- placement itself.
CREATE FUNCTION exceptions_about(of_authority integer, of_placement uuid, of_rule text, of_layer text, of_agreement uuid)
RETURNS TABLE (exception uuid, status text)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT e.id, e.status::text
    FROM placement p
    JOIN rule_exception e ON e.authority = p.authority AND e.swe_number = p.swe_number
    WHERE p.authority = of_authority AND p.id = of_placement AND e.superseded_at IS NULL
      AND e.rule = of_rule AND e.layer = of_layer AND (e.agreement IS NULL OR e.agreement = of_agreement)
      AND (e.placement = p.id
           OR e.placement IS NULL AND e.start_date = p.start_date
              AND (e.local_role IS NULL OR lower(e.local_role) = lower(p.local_role)));
END $$;
REVOKE ALL ON FUNCTION exceptions_about FROM PUBLIC;
GRANT EXECUTE ON FUNCTION exceptions_about TO accord_app, accord_directory;

-- Whether all have signed for what is open all the same, since some of them signed too late.
CREATE FUNCTION signed_late(of_authority integer, of_placement uuid, of_rule text, of_layer text, of_agreement uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM exceptions_about(of_authority, of_placement, of_rule, of_layer, of_agreement) e
        JOIN sign_off s ON s.authority = of_authority AND s.exception = e.exception
        WHERE e.status = 'APPROVED' AND s.late);
END $$;
REVOKE ALL ON FUNCTION signed_late FROM PUBLIC;
GRANT EXECUTE ON FUNCTION signed_late TO accord_app, accord_directory;

-- The region's register: what was breached where, and how often; how many of the breaches were signed too late, and how
-- many were not known when the placement began, which are not held against the authority; no placement, no worker, no
-- person. To anybody else it is empty. The id is that of the newest breach counted: lists go on after it.
CREATE FUNCTION breaches_of_region()
RETURNS TABLE (id uuid, authority text, rule text, layer text, agreement uuid, state text, detected_on date,
               resolved_on date, breaches integer, late_signatures integer, late_facts integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT (array_agg(b.id ORDER BY b.id DESC))[1], a.dfe_code, b.rule::text, b.layer::text, b.agreement, b.state::text,
           b.detected_on, b.resolved_on, count(*)::integer,
           count(*) FILTER (WHERE b.state = 'OPEN' AND signed_late(b.authority, b.placement, b.rule, b.layer, b.agreement))
               ::integer,
           count(*) FILTER (WHERE b.known_after_start)::integer
    FROM authority a JOIN breach b ON b.authority = a.id
    WHERE current_setting('accord.role', true) = 'REGION_ADMIN' AND a.region = current_setting('accord.region', true)
    GROUP BY a.dfe_code, b.rule, b.layer, b.agreement, b.state, b.detected_on, b.resolved_on;
END $$;
ALTER FUNCTION breaches_of_region OWNER TO accord_directory;
REVOKE ALL ON FUNCTION breaches_of_region FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breaches_of_region TO accord_app;

COMMENT ON DOMAIN exception_grounds
    IS 'On which grounds a rule is departed from; a closed list of this service''s own making, since no source has one [D]';
COMMENT ON DOMAIN exception_status IS 'Where an exception stands; EXPIRED is computed from its last day and never stored';
COMMENT ON DOMAIN sign_off_how IS 'Signed here by the person, or a signature elsewhere that an officer attests';
COMMENT ON FUNCTION signs_as IS 'Whether a person held a role of the caller''s authority on a day; a system never does';
COMMENT ON FUNCTION exceptions_about IS 'The exceptions that are about a breach of a placement';
COMMENT ON FUNCTION signed_late IS 'Whether a breach has been signed by all, and by some of them too late';
COMMENT ON FUNCTION breaches_of_region IS 'Breaches of the region''s authorities, counted, without workers';
COMMENT ON COLUMN placement.exceptions IS 'Exceptions that were named for it; a rule breached without one is unsigned';
COMMENT ON TABLE sign_off_chain IS 'Who signs a departure from a rule: roles, dated and with where that is from';
COMMENT ON COLUMN sign_off_chain.rule IS 'The rule that is departed from';
COMMENT ON COLUMN sign_off_chain.layer IS 'Its layer';
COMMENT ON COLUMN sign_off_chain.roles IS 'Each of these signs, and each is another person';
COMMENT ON COLUMN sign_off_chain.valid IS 'Departures that begin on these days';
COMMENT ON COLUMN sign_off_chain.tag IS 'How sure it is: verified, secondary, to be researched, or decided here';
COMMENT ON COLUMN sign_off_chain.source IS 'What it is from';
COMMENT ON COLUMN sign_off_chain.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN sign_off_chain.superseded_at IS 'When it fell away; none while it stands';
COMMENT ON COLUMN sign_off_chain.recorded_version IS 'The version of the rules at which it came on record';
COMMENT ON COLUMN sign_off_chain.superseded_version IS 'The version of the rules at which it fell away';
COMMENT ON CONSTRAINT sign_off_chain_pk ON sign_off_chain IS 'One chain a rule, layer and time, in its versions';
COMMENT ON CONSTRAINT sign_off_chain_roles ON sign_off_chain IS 'Somebody signs, and only these roles do';
COMMENT ON CONSTRAINT sign_off_chain_tag_code ON sign_off_chain IS 'One of the four tags';
COMMENT ON CONSTRAINT sign_off_chain_once ON sign_off_chain IS 'One chain at a time for a rule and layer';
COMMENT ON TABLE rule_exception IS 'Departures from rules that were asked for; earlier versions stay on record';
COMMENT ON COLUMN rule_exception.id IS 'The exception''s id, the same in all its versions';
COMMENT ON COLUMN rule_exception.version IS 'Counted from 1; only its status differs from one to the next';
COMMENT ON COLUMN rule_exception.authority IS 'The hiring authority';
COMMENT ON COLUMN rule_exception.swe_number IS 'The worker';
COMMENT ON COLUMN rule_exception.rule IS 'The rule that is departed from';
COMMENT ON COLUMN rule_exception.layer IS 'Its layer';
COMMENT ON COLUMN rule_exception.agreement IS 'The agreement whose rule it is; none: of every one';
COMMENT ON COLUMN rule_exception.placement IS 'The placement, where it is on record already';
COMMENT ON COLUMN rule_exception.start_date IS 'The first day of the placement, rate or extension that departs';
COMMENT ON COLUMN rule_exception.local_role IS 'The post, where a worker may start in two on one day';
COMMENT ON COLUMN rule_exception.cap_pence IS 'The cap that is exceeded, pence an hour';
COMMENT ON COLUMN rule_exception.comparable_pence IS 'The highest rate that is asked for, in the cap''s coverage';
COMMENT ON COLUMN rule_exception.excess_pence IS 'By how much that is over the cap, at least a penny';
COMMENT ON COLUMN rule_exception.grounds IS 'On which grounds';
COMMENT ON COLUMN rule_exception.reason IS 'Why, in words; nothing on anybody''s health';
COMMENT ON COLUMN rule_exception.alternatives IS 'What else was considered';
COMMENT ON COLUMN rule_exception.expires_on IS 'Its last day';
COMMENT ON COLUMN rule_exception.status IS 'Where it stands, its last day aside';
COMMENT ON COLUMN rule_exception.refusal IS 'Why it was refused';
COMMENT ON COLUMN rule_exception.recorded_at IS 'When this version came on record: an instant';
COMMENT ON COLUMN rule_exception.recorded_by IS 'The principal that put this version on record';
COMMENT ON COLUMN rule_exception.superseded_at IS 'When the next version took its place; none while it stands';
COMMENT ON COLUMN rule_exception.recorded_version IS 'The version of the worker''s facts at which it came on record';
COMMENT ON COLUMN rule_exception.superseded_version IS 'The version of the worker''s facts at which it fell away';
COMMENT ON CONSTRAINT rule_exception_pk ON rule_exception IS 'A version of an exception of an authority';
COMMENT ON CONSTRAINT rule_exception_version ON rule_exception IS 'Versions are counted from 1';
COMMENT ON CONSTRAINT rule_exception_authority_fk ON rule_exception IS 'The authority exists';
COMMENT ON CONSTRAINT rule_exception_agreement_fk ON rule_exception IS 'The agreement exists';
COMMENT ON CONSTRAINT rule_exception_placement_fk ON rule_exception IS 'The placement is of the same authority';
COMMENT ON CONSTRAINT rule_exception_status ON rule_exception IS 'What has expired is known by its last day';
COMMENT ON CONSTRAINT rule_exception_layer ON rule_exception
    IS 'A layer on which the rule finds anything; what is signed is never the lack of a signature';
COMMENT ON CONSTRAINT rule_exception_agreement ON rule_exception IS 'National rules are of no agreement';
COMMENT ON CONSTRAINT rule_exception_amounts ON rule_exception IS 'Amounts come with a cap, and a cap with all of them';
COMMENT ON CONSTRAINT rule_exception_excess ON rule_exception IS 'What is asked for is over the cap';
COMMENT ON CONSTRAINT rule_exception_dates ON rule_exception IS 'It does not end before it begins';
COMMENT ON CONSTRAINT rule_exception_refusal ON rule_exception IS 'A refusal says why';
COMMENT ON INDEX rule_exception_current IS 'One version stands';
COMMENT ON INDEX rule_exception_by_end IS 'Those that serve something, by their last day';
COMMENT ON INDEX rule_exception_by_worker IS 'What the rules are told of a worker''s';
COMMENT ON TABLE sign_off IS 'Signatures under exceptions, one for each role of the chain';
COMMENT ON COLUMN sign_off.id IS 'The signature''s id';
COMMENT ON COLUMN sign_off.authority IS 'The hiring authority';
COMMENT ON COLUMN sign_off.swe_number IS 'The worker whose facts it belongs to';
COMMENT ON COLUMN sign_off.exception IS 'The exception';
COMMENT ON COLUMN sign_off.version IS 'The version of it that was signed';
COMMENT ON COLUMN sign_off.role IS 'On behalf of which role';
COMMENT ON COLUMN sign_off.person IS 'Who signed';
COMMENT ON COLUMN sign_off.signed_on IS 'On which day';
COMMENT ON COLUMN sign_off.how IS 'Here, or elsewhere as an officer attests';
COMMENT ON COLUMN sign_off.evidence IS 'Of what is attested: where the signed paper or e-mail is kept';
COMMENT ON COLUMN sign_off.late IS 'After the commitment or the first day, whichever came first';
COMMENT ON COLUMN sign_off.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN sign_off.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN sign_off.recorded_version IS 'The version of the worker''s facts at which it came on record';
COMMENT ON CONSTRAINT sign_off_pk ON sign_off IS 'A signature of an authority';
COMMENT ON CONSTRAINT sign_off_authority_fk ON sign_off IS 'The authority exists';
COMMENT ON CONSTRAINT sign_off_role ON sign_off IS 'A role that signs';
COMMENT ON CONSTRAINT sign_off_person_fk ON sign_off IS 'The person exists';
COMMENT ON CONSTRAINT sign_off_exception_fk ON sign_off IS 'The exception is of the same authority';
COMMENT ON CONSTRAINT sign_off_evidence ON sign_off IS 'What is attested says where it is to be seen';
COMMENT ON INDEX sign_off_once IS 'A role signs once';
DO $$ BEGIN PERFORM forget_statistics(); END $$;
COMMIT;
