-- Deploy accord:placement_life to pg
-- What happens to a placement after it was submitted: rates, extensions, decisions, its end. Each moves its version. A
-- breach ends with the placement, or with a later rate that is in order; the region counts breaches without workers.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.end_reason AS text CONSTRAINT end_reason_code
    CHECK (VALUE IN ('COMPLETED', 'WORKER_LEFT', 'AUTHORITY_ENDED', 'SUPPLIER_ENDED', 'OTHER'));
CREATE DOMAIN accord.decision AS text CONSTRAINT decision_code CHECK (VALUE IN ('PROCEED', 'REFUSE'));

ALTER TABLE placement
    ADD recheck uuid,
    ADD end_reason end_reason,
    ADD notice_served_days integer
        CONSTRAINT placement_notice_served CHECK (notice_served_days BETWEEN 0 AND 366),
    ADD CONSTRAINT placement_recheck_fk FOREIGN KEY (authority, recheck) REFERENCES eligibility_check (authority, id),
    ADD CONSTRAINT placement_end_whole CHECK (end_date IS NOT NULL OR num_nonnulls(end_reason, notice_served_days) = 0);
CREATE INDEX placement_by_worker ON placement (authority, swe_number, id);
CREATE POLICY placement_change ON placement FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT UPDATE (status, version, recheck, planned_end_date, end_date, end_reason, notice_served_days, notice_days,
              requirement_ref, external_ref, changed_at) ON placement TO accord_app;

CREATE POLICY placement_rate_change ON placement_rate FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT UPDATE (valid_to, superseded_at) ON placement_rate TO accord_app;

CREATE POLICY breach_change ON breach FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
CREATE POLICY breach_directory ON breach FOR SELECT TO accord_directory USING (true);
GRANT UPDATE (resolved_on) ON breach TO accord_app;
GRANT SELECT ON breach TO accord_directory;

CREATE TABLE placement_extension (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT placement_extension_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    extended_from date,
    planned_end_date date NOT NULL,
    reason placement_reason NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT placement_extension_pk PRIMARY KEY (authority, id),
    CONSTRAINT placement_extension_placement_fk FOREIGN KEY (authority, placement)
        REFERENCES placement (authority, id),
    CONSTRAINT placement_extension_dates CHECK (planned_end_date > extended_from)
);
CREATE INDEX placement_extension_by_placement ON placement_extension (authority, placement);
ALTER TABLE placement_extension ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY placement_extension_owner ON placement_extension TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY placement_extension_see ON placement_extension FOR SELECT TO accord_app USING (:mine);
CREATE POLICY placement_extension_add ON placement_extension FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON placement_extension TO accord_app;

CREATE TABLE placement_decision (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT placement_decision_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    rule rule NOT NULL,
    layer layer NOT NULL,
    decision decision NOT NULL,
    reason text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT placement_decision_pk PRIMARY KEY (authority, id),
    CONSTRAINT placement_decision_placement_fk FOREIGN KEY (authority, placement)
        REFERENCES placement (authority, id)
);
CREATE UNIQUE INDEX placement_decision_once ON placement_decision (authority, placement, rule, layer)
    WHERE superseded_at IS NULL;
ALTER TABLE placement_decision ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY placement_decision_owner ON placement_decision TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY placement_decision_see ON placement_decision FOR SELECT TO accord_app USING (:mine);
CREATE POLICY placement_decision_add ON placement_decision FOR INSERT TO accord_app WITH CHECK (:mine);
CREATE POLICY placement_decision_change ON placement_decision FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON placement_decision TO accord_app;
GRANT UPDATE (superseded_at) ON placement_decision TO accord_app;

COMMENT ON DOMAIN end_reason IS 'Why a placement ended; a closed list, since free text invites health data';
COMMENT ON DOMAIN decision IS 'What a person decided on a finding that a rule refers';
COMMENT ON COLUMN placement.recheck
    IS 'The latest check of a rate or an extension, whose findings stand in place of the first check''s of its rules';
COMMENT ON COLUMN placement.end_reason IS 'Why it ended; none until it has';
COMMENT ON COLUMN placement.notice_served_days IS 'Days of notice that were served before the end';
COMMENT ON TABLE placement_extension IS 'Extensions of placements: a new last day as planned, and why';
COMMENT ON COLUMN placement_extension.id IS 'The extension''s id';
COMMENT ON COLUMN placement_extension.authority IS 'The hiring authority';
COMMENT ON COLUMN placement_extension.placement IS 'The placement that was extended';
COMMENT ON COLUMN placement_extension.extended_from IS 'Its last day as planned before; none where it had none';
COMMENT ON COLUMN placement_extension.planned_end_date IS 'Its last day as planned from then on';
COMMENT ON COLUMN placement_extension.reason IS 'Why agency work goes on';
COMMENT ON COLUMN placement_extension.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN placement_extension.recorded_by IS 'The principal that put this on record';
COMMENT ON TABLE placement_decision IS 'Decisions of named people on findings that a rule refers to them';
COMMENT ON COLUMN placement_decision.id IS 'The decision''s id';
COMMENT ON COLUMN placement_decision.authority IS 'The hiring authority';
COMMENT ON COLUMN placement_decision.placement IS 'The placement on which was decided';
COMMENT ON COLUMN placement_decision.rule IS 'The rule of the finding';
COMMENT ON COLUMN placement_decision.layer IS 'The layer of the finding';
COMMENT ON COLUMN placement_decision.decision IS 'What was decided';
COMMENT ON COLUMN placement_decision.reason IS 'Why, in the decider''s words';
COMMENT ON COLUMN placement_decision.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN placement_decision.recorded_by IS 'The person who decided';
COMMENT ON COLUMN placement_decision.superseded_at
    IS 'When the rule was asked again, so that this settles nothing any more; none while it stands';
COMMENT ON CONSTRAINT placement_end_whole ON placement
    IS 'What is said of the end comes with its day; ends before this change have no reason';
COMMENT ON INDEX placement_by_worker IS 'Searches by worker';
COMMIT;
