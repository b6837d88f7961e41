-- Deploy accord:agreements to pg
-- What regions have agreed. Memoranda are published, so everybody who has signed in may read them; the lead region's
-- administrator writes. Facts are superseded, never changed.
\ir ../policies.psql
:begin

CREATE TABLE agreement (
    id uuid CONSTRAINT agreement_pk PRIMARY KEY,
    lead_region text NOT NULL CONSTRAINT agreement_lead_region_fk REFERENCES region,
    name text NOT NULL,
    kind agreement_kind NOT NULL,
    regions text[] NOT NULL CONSTRAINT agreement_has_regions CHECK (cardinality(regions) > 0),
    legal_basis legal_basis NOT NULL,
    valid daterange NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT agreement_once UNIQUE (lead_region, name),
    CONSTRAINT agreement_in_region UNIQUE (id, lead_region),
    CONSTRAINT agreement_lead_is_in_it CHECK (lead_region = ANY (regions))
);

CREATE TABLE agreement_terms (
    id uuid CONSTRAINT agreement_terms_pk PRIMARY KEY,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    valid daterange NOT NULL,
    cool_off_months integer CONSTRAINT agreement_terms_months CHECK (cool_off_months BETWEEN 1 AND 60),
    covers_own_authority boolean NOT NULL,
    exceptions text[] NOT NULL
        CONSTRAINT agreement_terms_exceptions CHECK (exceptions <@ ARRAY['REDUNDANCY', 'LEFT_IN_PROBATION']),
    cool_off_last_day last_day_reading NOT NULL,
    notice_days integer CONSTRAINT agreement_terms_notice CHECK (notice_days BETWEEN 0 AND 366),
    legacy_cap_date date,
    obligation obligation NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT agreement_terms_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region),
    CONSTRAINT agreement_terms_no_overlap EXCLUDE USING gist (agreement WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);

CREATE TABLE agreement_protocol (
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    protocol protocol NOT NULL,
    phase integer NOT NULL CONSTRAINT agreement_protocol_phase CHECK (phase BETWEEN 1 AND 99),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT agreement_protocol_pk PRIMARY KEY (agreement, protocol, recorded_at),
    CONSTRAINT agreement_protocol_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region)
);
CREATE UNIQUE INDEX agreement_protocol_once ON agreement_protocol (agreement, protocol)
    WHERE superseded_at IS NULL;

CREATE TABLE membership (
    id uuid CONSTRAINT membership_pk PRIMARY KEY,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    authority integer NOT NULL CONSTRAINT membership_authority_fk REFERENCES authority,
    valid daterange NOT NULL,
    sharing_agreement_signed_on date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT membership_in_agreement UNIQUE (id, agreement),
    CONSTRAINT membership_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region),
    CONSTRAINT membership_no_overlap EXCLUDE USING gist (agreement WITH =, authority WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);
CREATE INDEX membership_by_authority ON membership (authority, agreement);

-- Phases are cumulative: who has adopted the second has adopted the first.
CREATE TABLE membership_phase (
    membership uuid NOT NULL,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    phase integer NOT NULL CONSTRAINT membership_phase_range CHECK (phase BETWEEN 1 AND 99),
    adopted_from date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT membership_phase_pk PRIMARY KEY (membership, phase, recorded_at),
    CONSTRAINT membership_phase_membership_fk FOREIGN KEY (membership, agreement)
        REFERENCES membership (id, agreement),
    CONSTRAINT membership_phase_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region)
);
CREATE UNIQUE INDEX membership_phase_once ON membership_phase (membership, phase) WHERE superseded_at IS NULL;

CREATE TABLE supplier_acceptance (
    supplier uuid NOT NULL CONSTRAINT supplier_acceptance_supplier_fk REFERENCES supplier,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    terms uuid NOT NULL CONSTRAINT supplier_acceptance_terms_fk REFERENCES agreement_terms,
    signed_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT supplier_acceptance_pk PRIMARY KEY (supplier, terms),
    CONSTRAINT supplier_acceptance_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region)
);

ALTER TABLE agreement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_owner ON agreement TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY agreement_directory ON agreement FOR SELECT TO accord_directory USING (true);
CREATE POLICY agreement_see ON agreement FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY agreement_add ON agreement FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY agreement_change ON agreement FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);

ALTER TABLE agreement_terms ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_terms_owner ON agreement_terms TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY agreement_terms_directory ON agreement_terms FOR SELECT TO accord_directory USING (true);
CREATE POLICY agreement_terms_see ON agreement_terms FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY agreement_terms_add ON agreement_terms FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY agreement_terms_change ON agreement_terms FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);

ALTER TABLE agreement_protocol ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY agreement_protocol_owner ON agreement_protocol TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY agreement_protocol_directory ON agreement_protocol FOR SELECT TO accord_directory USING (true);
CREATE POLICY agreement_protocol_see ON agreement_protocol FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY agreement_protocol_add ON agreement_protocol FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY agreement_protocol_change ON agreement_protocol FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);

ALTER TABLE membership ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY membership_owner ON membership TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY membership_directory ON membership FOR SELECT TO accord_directory USING (true);
CREATE POLICY membership_see ON membership FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY membership_add ON membership FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY membership_change ON membership FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);

ALTER TABLE membership_phase ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY membership_phase_owner ON membership_phase TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY membership_phase_directory ON membership_phase FOR SELECT TO accord_directory USING (true);
CREATE POLICY membership_phase_see ON membership_phase FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY membership_phase_add ON membership_phase FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY membership_phase_change ON membership_phase FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);

ALTER TABLE supplier_acceptance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY supplier_acceptance_owner ON supplier_acceptance TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY supplier_acceptance_see ON supplier_acceptance FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY supplier_acceptance_add ON supplier_acceptance FOR INSERT TO accord_app WITH CHECK (:leads);

GRANT SELECT, INSERT ON agreement, agreement_terms, agreement_protocol, membership, membership_phase, supplier_acceptance
    TO accord_app;
GRANT UPDATE (superseded_at) ON agreement, agreement_terms, agreement_protocol, membership, membership_phase
    TO accord_app;
GRANT SELECT ON agreement, agreement_terms, agreement_protocol, membership, membership_phase
    TO accord_directory;

CREATE TRIGGER agreement_moves AFTER INSERT OR UPDATE ON agreement
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER agreement_terms_moves AFTER INSERT OR UPDATE ON agreement_terms
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER agreement_protocol_moves AFTER INSERT OR UPDATE ON agreement_protocol
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER membership_moves AFTER INSERT OR UPDATE ON membership
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER membership_phase_moves AFTER INSERT OR UPDATE ON membership_phase
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();

-- When a protocol bound an authority: member, in an agreement in force, with the protocol's phase adopted. The sharing
-- agreement gates it, since what binds regionally rests on other members' records. A row for each phase that brings the
-- protocol: what was on record at an instant is asked of each of them.
CREATE VIEW binding WITH (security_invoker = true) AS
SELECT a.id AS agreement, a.name, m.id AS membership, p.protocol::text AS protocol, m.authority,
       a.valid * m.valid * daterange(greatest(f.adopted_from, m.sharing_agreement_signed_on), NULL) AS valid,
       greatest(a.recorded_at, p.recorded_at, m.recorded_at, f.recorded_at) AS recorded_at,
       least(a.superseded_at, p.superseded_at, m.superseded_at, f.superseded_at) AS superseded_at
FROM membership m
JOIN agreement a ON a.id = m.agreement
JOIN agreement_protocol p ON p.agreement = a.id
JOIN membership_phase f ON f.membership = m.id AND f.phase >= p.phase
WHERE m.sharing_agreement_signed_on IS NOT NULL;
GRANT SELECT ON binding TO accord_app, accord_directory;
COMMENT ON VIEW binding
    IS 'Which protocol of which agreement binds which authority, on which days, and since when that is on record';

COMMENT ON TABLE agreement IS 'Memoranda of cooperation, of one region or several';
COMMENT ON TABLE agreement_terms
    IS 'What an agreement says for a time: cool-off, exceptions, notice, obligation';
COMMENT ON TABLE agreement_protocol IS 'The protocols of an agreement, and the phase to which each belongs';
COMMENT ON TABLE membership IS 'Signatories, dated; the sharing agreement''s signature gates what crosses';
COMMENT ON TABLE membership_phase IS 'The phases that a signatory has adopted, each from a day on';
COMMENT ON TABLE supplier_acceptance IS 'Suppliers that have signed an agreement''s terms';
COMMIT;
