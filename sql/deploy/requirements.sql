-- Deploy accord:requirements to pg
-- An authority's requirements, and the candidates whom invited suppliers put forward. A candidate's check is the
-- authority's: it is made with the authority's sight and kept among its checks, and the supplier is told one of two
-- words. For that the identity of one batch is moved, by act_for_requirement alone, from a supplier to the authority
-- that has invited it, for as long as the batch lasts; what was written before in the batch is the supplier's.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.candidate_answer AS text
    CONSTRAINT candidate_answer_code CHECK (VALUE IN ('CLEAR', 'ASK_THE_AUTHORITY'));
COMMENT ON DOMAIN candidate_answer IS 'All that a supplier learns of the check of a candidate';

CREATE TABLE requirement (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT requirement_authority_fk REFERENCES authority,
    local_role text,
    job_type job_type,
    start_date date NOT NULL,
    planned_end_date date,
    pay_ceiling_pence pence,
    closed_at timestamptz,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT requirement_pk PRIMARY KEY (authority, id),
    CONSTRAINT requirement_says_what_work CHECK (num_nonnulls(local_role, job_type) > 0),
    CONSTRAINT requirement_dates CHECK (planned_end_date >= start_date)
);
CREATE TABLE requirement_invitation (
    authority integer NOT NULL CONSTRAINT requirement_invitation_authority_fk REFERENCES authority,
    requirement uuid NOT NULL,
    supplier uuid NOT NULL CONSTRAINT requirement_invitation_supplier_fk REFERENCES supplier,
    id uuid NOT NULL,
    CONSTRAINT requirement_invitation_pk PRIMARY KEY (authority, id),
    CONSTRAINT requirement_invitation_once UNIQUE (authority, requirement, supplier),
    CONSTRAINT requirement_invitation_requirement_fk FOREIGN KEY (authority, requirement)
        REFERENCES requirement (authority, id)
);
CREATE INDEX requirement_invitation_by_supplier ON requirement_invitation (supplier);
CREATE TABLE requirement_candidate (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT requirement_candidate_authority_fk REFERENCES authority,
    requirement uuid NOT NULL,
    supplier uuid NOT NULL,
    swe_number swe_number NOT NULL,
    pay_type pay_type NOT NULL,
    coverage coverage NOT NULL,
    pay_pence pence NOT NULL,
    comparable_pence pence,
    eligibility_check uuid NOT NULL,
    answer candidate_answer NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT requirement_candidate_pk PRIMARY KEY (authority, id),
    CONSTRAINT requirement_candidate_once UNIQUE (authority, requirement, supplier, swe_number),
    CONSTRAINT requirement_candidate_invited_fk FOREIGN KEY (authority, requirement, supplier)
        REFERENCES requirement_invitation (authority, requirement, supplier),
    CONSTRAINT requirement_candidate_check_fk FOREIGN KEY (authority, eligibility_check)
        REFERENCES eligibility_check (authority, id)
);

ALTER TABLE requirement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY requirement_owner ON requirement TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY requirement_directory ON requirement FOR SELECT TO accord_directory USING (true);
CREATE POLICY requirement_see ON requirement FOR SELECT TO accord_app USING (:mine);
CREATE POLICY requirement_add ON requirement FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY requirement_change ON requirement FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON requirement TO accord_app;
GRANT UPDATE (closed_at) ON requirement TO accord_app;
GRANT SELECT ON requirement TO accord_directory;

ALTER TABLE requirement_invitation ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY requirement_invitation_owner ON requirement_invitation TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY requirement_invitation_directory ON requirement_invitation FOR SELECT TO accord_directory USING (true);
CREATE POLICY requirement_invitation_see ON requirement_invitation FOR SELECT TO accord_app
    USING (:mine OR supplier = :my_supplier);
CREATE POLICY requirement_invitation_add ON requirement_invitation FOR INSERT TO accord_app WITH CHECK (:own);
GRANT SELECT, INSERT ON requirement_invitation TO accord_app;
GRANT SELECT ON requirement_invitation TO accord_directory;

ALTER TABLE requirement_candidate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY requirement_candidate_owner ON requirement_candidate TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY requirement_candidate_directory ON requirement_candidate FOR SELECT TO accord_directory USING (true);
CREATE POLICY requirement_candidate_see ON requirement_candidate FOR SELECT TO accord_app USING (:mine);
CREATE POLICY requirement_candidate_add ON requirement_candidate FOR INSERT TO accord_app
    WITH CHECK (:own AND supplier = :my_supplier);
GRANT SELECT, INSERT ON requirement_candidate TO accord_app;
GRANT SELECT ON requirement_candidate TO accord_directory;

-- What a supplier is told of the requirements that it was invited to: open ones, and the least of them. One of an
-- authority that is no more is offered to nobody: its successors ask for themselves.
CREATE FUNCTION requirements_offered()
RETURNS TABLE (id uuid, authority text, local_role text, job_type text, start_date date, planned_end_date date,
               recorded_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.id, a.dfe_code, r.local_role, r.job_type::text, r.start_date, r.planned_end_date, r.recorded_at
    FROM requirement_invitation i
    JOIN requirement r ON r.authority = i.authority AND r.id = i.requirement
    JOIN authority a ON a.id = r.authority
    WHERE current_setting('accord.role', true) = 'SUPPLIER' AND r.closed_at IS NULL
      AND i.supplier = nullif(current_setting('accord.supplier', true), '')::uuid
      AND NOT EXISTS (SELECT FROM authority_succession s
                      WHERE s.predecessor = r.authority AND s.succeeded_on <= (now() AT TIME ZONE 'Europe/London')::date);
END $$;
ALTER FUNCTION requirements_offered OWNER TO accord_directory;
REVOKE ALL ON FUNCTION requirements_offered FROM PUBLIC;
GRANT EXECUTE ON FUNCTION requirements_offered TO accord_app;
COMMENT ON FUNCTION requirements_offered IS 'Open requirements to which the calling supplier is invited, without their ceiling';

-- For whoever sees the invitation: until when it waits for somebody to be put forward. None once it has been answered,
-- once the requirement is closed, its first day is past, or its authority is no more.
CREATE FUNCTION invitation_waits_until(inviting integer, invitation uuid, today date) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN (
        SELECT r.start_date
        FROM requirement_invitation i
        JOIN requirement r ON r.authority = i.authority AND r.id = i.requirement
        WHERE i.authority = inviting AND i.id = invitation AND r.closed_at IS NULL AND r.start_date >= today
          AND NOT EXISTS (SELECT FROM requirement_candidate c
                          WHERE c.authority = i.authority AND c.requirement = i.requirement AND c.supplier = i.supplier)
          AND NOT EXISTS (SELECT FROM authority_succession s
                          WHERE s.predecessor = i.authority AND s.succeeded_on <= today));
END $$;
ALTER FUNCTION invitation_waits_until OWNER TO accord_directory;
REVOKE ALL ON FUNCTION invitation_waits_until FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_waits_until TO accord_app, accord_owner;
COMMENT ON FUNCTION invitation_waits_until IS 'The first day of what a supplier is invited to, while it has put nobody forward';

-- The rest of the batch sees and writes as a requester of the authority that has invited the calling supplier. Who it
-- is stays: principal, scope and supplier are those of the token, so that keys and the trail are the supplier's.
CREATE FUNCTION act_for_requirement(asked uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    inviting record;
BEGIN
    SELECT a.id, a.region INTO inviting
    FROM requirements_offered() o JOIN authority a ON a.dfe_code = o.authority
    WHERE o.id = asked;
    PERFORM require(inviting.id IS NOT NULL, 'not_found');
    PERFORM set_config('accord.role', 'REQUESTER', true),
            set_config('accord.authority', inviting.id::text, true),
            set_config('accord.authorities',
                       inherited_by(inviting.id, (now() AT TIME ZONE 'Europe/London')::date)::text, true),
            set_config('accord.region', inviting.region, true);
END $$;
ALTER FUNCTION act_for_requirement OWNER TO accord_directory;
REVOKE ALL ON FUNCTION act_for_requirement FROM PUBLIC;
GRANT EXECUTE ON FUNCTION act_for_requirement TO accord_app;
COMMENT ON FUNCTION act_for_requirement
    IS 'Lets the rest of one batch see and write as the authority whose open requirement invites the calling supplier';

DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT c.relname, a.attname, m.sentence
        FROM (VALUES
            ('id', 'Its id'),
            ('authority', 'The authority that hires'),
            ('recorded_at', 'When this came on record: an instant'),
            ('recorded_by', 'The principal that put this on record'),
            ('requirement', 'The requirement that it belongs to'),
            ('supplier', 'A supplier that was invited'),
            ('swe_number', 'The worker''s Social Work England number')
        ) AS m(attname, sentence)
        JOIN pg_attribute a USING (attname)
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.oid IN ('requirement'::regclass, 'requirement_invitation'::regclass, 'requirement_candidate'::regclass)
    LOOP
        EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', said.relname, said.attname, said.sentence);
    END LOOP;
END $$;
COMMENT ON TABLE requirement IS 'Posts for which an authority looks for agency workers';
COMMENT ON COLUMN requirement.local_role IS 'The authority''s own title for the work';
COMMENT ON COLUMN requirement.job_type IS 'The job type, where there is no mapping';
COMMENT ON COLUMN requirement.start_date IS 'First day of the assignment';
COMMENT ON COLUMN requirement.planned_end_date IS 'Last day as planned';
COMMENT ON COLUMN requirement.pay_ceiling_pence
    IS 'What the authority means to pay at most, with holiday pay, employer NI and levy; suppliers are not told';
COMMENT ON COLUMN requirement.closed_at IS 'When it was closed; none while candidates are taken';
COMMENT ON TABLE requirement_invitation IS 'Suppliers that may put candidates forward';
COMMENT ON TABLE requirement_candidate IS 'Workers whom a supplier has put forward, with the authority''s check';
COMMENT ON COLUMN requirement_candidate.pay_type IS 'How the worker would be paid';
COMMENT ON COLUMN requirement_candidate.coverage IS 'What pay_pence covers';
COMMENT ON COLUMN requirement_candidate.pay_pence IS 'The rate, in its coverage';
COMMENT ON COLUMN requirement_candidate.comparable_pence
    IS 'The rate with holiday pay, employer NI and levy: pence an hour; none where it cannot be brought there';
COMMENT ON COLUMN requirement_candidate.eligibility_check IS 'The authority''s check';
COMMENT ON COLUMN requirement_candidate.answer IS 'What the supplier was told';
COMMENT ON INDEX requirement_invitation_by_supplier IS 'What a supplier is invited to';
COMMENT ON CONSTRAINT requirement_candidate_once ON requirement_candidate IS 'A supplier puts a worker forward once';
DO $$ BEGIN PERFORM forget_statistics(); END $$;
COMMIT;
