-- Deploy accord:placements to pg
-- A placement is submitted as the one own authority's. What is added to it later belongs to the placement's, so that a
-- successor goes on with what it has inherited.
\ir ../policies.psql
:begin

CREATE TABLE placement (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT placement_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    category category NOT NULL CONSTRAINT placement_category_in_scope CHECK (category <> 'OTHER'),
    engagement engagement NOT NULL,
    supplier uuid NOT NULL CONSTRAINT placement_supplier_fk REFERENCES supplier,
    local_role text,
    job_type job_type,
    role_mapping uuid,
    start_date date NOT NULL,
    planned_end_date date,
    end_date date,
    minutes_per_week integer NOT NULL CONSTRAINT placement_minutes CHECK (minutes_per_week BETWEEN 1 AND 10080),
    reason placement_reason NOT NULL,
    project_team text,
    bank_supply bank_supply CONSTRAINT placement_in_scope CHECK (bank_supply <> 'DIRECT'),
    offer_date date,
    notice_days integer CONSTRAINT placement_notice CHECK (notice_days BETWEEN 0 AND 366),
    substantive_notice_days integer
        CONSTRAINT placement_substantive_notice CHECK (substantive_notice_days BETWEEN 0 AND 366),
    requirement_ref text,
    external_ref text,
    asked jsonb NOT NULL,
    eligibility_check uuid NOT NULL,
    status placement_status NOT NULL,
    version integer NOT NULL DEFAULT 1 CONSTRAINT placement_version CHECK (version > 0),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT placement_pk PRIMARY KEY (authority, id),
    CONSTRAINT placement_dates CHECK (planned_end_date >= start_date),
    CONSTRAINT placement_end CHECK (end_date >= start_date),
    CONSTRAINT placement_says_what_work CHECK (num_nonnulls(local_role, job_type) > 0),
    CONSTRAINT placement_check_fk FOREIGN KEY (authority, eligibility_check)
        REFERENCES eligibility_check (authority, id),
    CONSTRAINT placement_mapping_fk FOREIGN KEY (authority, role_mapping)
        REFERENCES role_mapping (authority, id)
);
CREATE UNIQUE INDEX placement_once ON placement (authority, swe_number, start_date, coalesce(lower(local_role), ''))
    WHERE status NOT IN ('WITHDRAWN', 'REFUSED');
ALTER TABLE placement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY placement_owner ON placement TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY placement_directory ON placement FOR SELECT TO accord_directory USING (true);
CREATE POLICY placement_see ON placement FOR SELECT TO accord_app USING (:mine);
CREATE POLICY placement_add ON placement FOR INSERT TO accord_app WITH CHECK (:own);
GRANT SELECT, INSERT ON placement TO accord_app;
GRANT SELECT ON placement TO accord_directory;

CREATE TABLE placement_rate (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT placement_rate_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    pay_type pay_type NOT NULL CONSTRAINT placement_rate_pay_type CHECK (pay_type <> 'ALL'),
    coverage coverage NOT NULL CONSTRAINT placement_rate_says_what_it_covers CHECK (coverage <> 'UNSTATED'),
    unit pay_unit NOT NULL,
    minutes_per_day integer CONSTRAINT placement_rate_minutes CHECK (minutes_per_day BETWEEN 1 AND 1440),
    pay_pence pence NOT NULL,
    holiday_pence pence,
    employer_ni_pence pence,
    levy_pence pence,
    pension_pence pence,
    agency_margin_pence pence,
    msp_fee_pence pence,
    vat_pence pence,
    other_pence pence,
    charge_pence pence,
    comparable_pence pence,
    comparable_coverage coverage,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT placement_rate_pk PRIMARY KEY (authority, id),
    CONSTRAINT placement_rate_placement_fk FOREIGN KEY (authority, placement)
        REFERENCES placement (authority, id),
    CONSTRAINT placement_rate_dates CHECK (valid_to >= valid_from),
    CONSTRAINT placement_rate_comparable_whole CHECK ((comparable_pence IS NULL) = (comparable_coverage IS NULL)),
    CONSTRAINT placement_rate_day_has_hours CHECK (unit <> 'DAY' OR minutes_per_day IS NOT NULL)
);
CREATE UNIQUE INDEX placement_rate_once ON placement_rate (authority, placement, valid_from)
    WHERE superseded_at IS NULL;
CREATE INDEX placement_rate_by_placement ON placement_rate (authority, placement, id);
ALTER TABLE placement_rate ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY placement_rate_owner ON placement_rate TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY placement_rate_directory ON placement_rate FOR SELECT TO accord_directory USING (true);
CREATE POLICY placement_rate_see ON placement_rate FOR SELECT TO accord_app USING (:mine);
CREATE POLICY placement_rate_add ON placement_rate FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON placement_rate TO accord_app;
GRANT SELECT ON placement_rate TO accord_directory;

CREATE TABLE breach (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT breach_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    rule rule NOT NULL,
    layer layer NOT NULL,
    agreement uuid CONSTRAINT breach_agreement_fk REFERENCES agreement,
    state breach_state NOT NULL,
    detected_on date NOT NULL,
    resolved_on date,
    known_after_start boolean NOT NULL,
    region_notified_on date,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT breach_pk PRIMARY KEY (authority, id),
    CONSTRAINT breach_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id),
    CONSTRAINT breach_dates CHECK (resolved_on >= detected_on)
);
CREATE INDEX breach_by_placement ON breach (authority, placement);
ALTER TABLE breach ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY breach_owner ON breach TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY breach_see ON breach FOR SELECT TO accord_app USING (:mine);
CREATE POLICY breach_add ON breach FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON breach TO accord_app;

COMMENT ON TABLE placement IS 'Agency placements of child and family social workers';
COMMENT ON TABLE placement_rate
    IS 'What a placement costs an hour, from a day on; comparable_pence is the rate in the benchmark''s coverage';
COMMENT ON TABLE breach IS 'Breaches of placements under way or signed off; open until resolved';
COMMIT;
