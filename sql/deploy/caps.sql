-- Deploy accord:caps to pg
-- Append-only: a cap that a later one ends is superseded by a copy with its last day. Published caps are public,
-- historical ones for reading; drafts are for the region and its signatories.
\ir ../policies.psql
:begin

CREATE TABLE rate_cap (
    id uuid CONSTRAINT rate_cap_pk PRIMARY KEY,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    job_type job_type NOT NULL,
    band text,
    pay_type pay_type NOT NULL,
    coverage coverage NOT NULL,
    cap_pence pence NOT NULL CONSTRAINT rate_cap_is_more_than_nothing CHECK (cap_pence > 0),
    effective_from date,
    effective_to date,
    status cap_status NOT NULL,
    source text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT rate_cap_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region),
    CONSTRAINT rate_cap_dates CHECK (effective_to >= effective_from),
    CONSTRAINT rate_cap_is_dated CHECK (status = 'HISTORICAL' OR effective_from IS NOT NULL),
    CONSTRAINT rate_cap_says_what_it_covers CHECK (status = 'HISTORICAL' OR coverage <> 'UNSTATED'),
    CONSTRAINT rate_cap_no_overlap EXCLUDE USING gist (
        agreement WITH =, job_type WITH =, (coalesce(band, '')) WITH =, pay_type WITH =,
        daterange(effective_from, effective_to, '[]') WITH &&
    ) WHERE (status = 'PUBLISHED' AND superseded_at IS NULL)
);
CREATE INDEX rate_cap_by_agreement ON rate_cap (agreement, job_type);
ALTER TABLE rate_cap ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY rate_cap_owner ON rate_cap TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY rate_cap_directory ON rate_cap FOR SELECT TO accord_directory USING (true);
CREATE POLICY rate_cap_see_published ON rate_cap FOR SELECT TO accord_app
    USING (:somebody AND (status = 'PUBLISHED' OR (status = 'HISTORICAL' AND :not_supplier)));
CREATE POLICY rate_cap_see_drafts ON rate_cap FOR SELECT TO accord_app
    USING (:not_supplier AND status IN ('DRAFT', 'AGREED')
           AND (:leads
                OR EXISTS (SELECT FROM membership m
                           WHERE m.agreement = rate_cap.agreement AND m.sharing_agreement_signed_on IS NOT NULL
                             AND m.superseded_at IS NULL AND m.valid @> (now() AT TIME ZONE 'Europe/London')::date
                             AND m.authority = (SELECT nullif(current_setting('accord.authority', true), ''))::int)));
CREATE POLICY rate_cap_add ON rate_cap FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY rate_cap_change ON rate_cap FOR UPDATE TO accord_app USING (:leads)
    WITH CHECK (:leads);
GRANT SELECT, INSERT ON rate_cap TO accord_app;
GRANT UPDATE (superseded_at) ON rate_cap TO accord_app;
GRANT SELECT ON rate_cap TO accord_directory;
CREATE TRIGGER rate_cap_moves AFTER INSERT OR UPDATE ON rate_cap
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();

CREATE TABLE role_mapping (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT role_mapping_authority_fk REFERENCES authority,
    local_role text NOT NULL,
    job_type job_type NOT NULL,
    substantive_notice_days integer CONSTRAINT role_mapping_notice CHECK (substantive_notice_days BETWEEN 0 AND 366),
    valid daterange NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT role_mapping_pk PRIMARY KEY (authority, id),
    CONSTRAINT role_mapping_no_overlap EXCLUDE USING gist (authority WITH =, (lower(local_role)) WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);
ALTER TABLE role_mapping ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY role_mapping_owner ON role_mapping TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY role_mapping_see ON role_mapping FOR SELECT TO accord_app USING (:mine);
CREATE POLICY role_mapping_add ON role_mapping FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY role_mapping_change ON role_mapping FOR UPDATE TO accord_app USING (:own) WITH CHECK (:own);
GRANT SELECT, INSERT ON role_mapping TO accord_app;
GRANT UPDATE (superseded_at) ON role_mapping TO accord_app;
CREATE TRIGGER role_mapping_moves AFTER INSERT OR UPDATE ON role_mapping
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();

COMMENT ON TABLE rate_cap IS 'Hourly caps by agreement, job type, pay type, coverage and period';
COMMENT ON TABLE role_mapping IS 'An authority''s local titles, mapped to the five job types';
COMMIT;
