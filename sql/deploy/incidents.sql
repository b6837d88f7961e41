-- Deploy accord:incidents to pg
-- Incidents with suppliers, by rule and without workers: an authority raises one, the supplier answers, the region of
-- the supplier decides. These three see it and nobody else. Of suppliers, a supplier sees itself.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.incident_state AS text
    CONSTRAINT incident_state_code CHECK (VALUE IN ('RAISED', 'ANSWERED', 'UPHELD', 'WITHDRAWN'));
COMMENT ON DOMAIN incident_state IS 'What has become of an incident';

CREATE TABLE supplier_incident (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT supplier_incident_authority_fk REFERENCES authority,
    supplier uuid NOT NULL CONSTRAINT supplier_incident_supplier_fk REFERENCES supplier,
    region text NOT NULL CONSTRAINT supplier_incident_region_fk REFERENCES region,
    rule rule NOT NULL,
    what text NOT NULL,
    happened_on date NOT NULL,
    state incident_state NOT NULL,
    due_by date NOT NULL,
    statement text,
    answered_at timestamptz,
    answered_by uuid,
    decision_reason text,
    decided_at timestamptz,
    decided_by uuid,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT supplier_incident_pk PRIMARY KEY (authority, id),
    CONSTRAINT supplier_incident_answer_whole
        CHECK (num_nonnulls(statement, answered_at, answered_by) IN (0, 3)),
    CONSTRAINT supplier_incident_decision_whole
        CHECK ((state IN ('UPHELD', 'WITHDRAWN')) = (decision_reason IS NOT NULL)
               AND num_nonnulls(decision_reason, decided_at, decided_by) IN (0, 3))
);
CREATE INDEX supplier_incident_by_supplier ON supplier_incident (supplier, id);
ALTER TABLE supplier_incident ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY supplier_incident_owner ON supplier_incident TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY supplier_incident_see ON supplier_incident FOR SELECT TO accord_app
    USING (:mine OR supplier = :my_supplier OR (region = :my_region AND :region_admin));
CREATE POLICY supplier_incident_raise ON supplier_incident FOR INSERT TO accord_app
    WITH CHECK (:own AND state = 'RAISED');
CREATE POLICY supplier_incident_answer ON supplier_incident FOR UPDATE TO accord_app
    USING (supplier = :my_supplier AND state = 'RAISED')
    WITH CHECK (supplier = :my_supplier AND state = 'ANSWERED');
CREATE POLICY supplier_incident_decide ON supplier_incident FOR UPDATE TO accord_app
    USING (region = :my_region AND :region_admin AND state IN ('RAISED', 'ANSWERED'))
    WITH CHECK (region = :my_region AND :region_admin AND state IN ('UPHELD', 'WITHDRAWN'));
GRANT SELECT, INSERT ON supplier_incident TO accord_app;
GRANT UPDATE (state, statement, answered_at, answered_by, decision_reason, decided_at, decided_by)
    ON supplier_incident TO accord_app;

ALTER POLICY supplier_see ON supplier USING (:somebody AND (:not_supplier OR id = :my_supplier));
ALTER POLICY supplier_acceptance_see ON supplier_acceptance
    USING (:somebody AND (:not_supplier OR supplier = :my_supplier));

COMMENT ON TABLE supplier_incident IS 'Incidents with suppliers, with the supplier''s statement; no worker''s identity';
COMMENT ON COLUMN supplier_incident.id IS 'The incident''s id';
COMMENT ON COLUMN supplier_incident.authority IS 'The authority that raised it';
COMMENT ON COLUMN supplier_incident.supplier IS 'The supplier that it is about';
COMMENT ON COLUMN supplier_incident.region IS 'The supplier''s region, which decides';
COMMENT ON COLUMN supplier_incident.rule IS 'The rule whose keeping it affected';
COMMENT ON COLUMN supplier_incident.what IS 'What happened, without a worker''s identity';
COMMENT ON COLUMN supplier_incident.happened_on IS 'When it happened';
COMMENT ON COLUMN supplier_incident.state IS 'What has become of it';
COMMENT ON COLUMN supplier_incident.due_by IS 'The tenth working day after it was raised';
COMMENT ON COLUMN supplier_incident.statement IS 'The supplier''s statement, shown wherever the incident is';
COMMENT ON COLUMN supplier_incident.answered_at IS 'When the supplier answered: an instant';
COMMENT ON COLUMN supplier_incident.answered_by IS 'Who answered for the supplier';
COMMENT ON COLUMN supplier_incident.decision_reason IS 'Why it was upheld or withdrawn';
COMMENT ON COLUMN supplier_incident.decided_at IS 'When that was decided: an instant';
COMMENT ON COLUMN supplier_incident.decided_by IS 'Who decided';
COMMENT ON COLUMN supplier_incident.recorded_at IS 'When it was raised: an instant';
COMMENT ON COLUMN supplier_incident.recorded_by IS 'Who raised it';
COMMENT ON CONSTRAINT supplier_incident_answer_whole ON supplier_incident IS 'A statement has its time and its author';
COMMENT ON CONSTRAINT supplier_incident_decision_whole ON supplier_incident
    IS 'What is decided has a reason, a time and a person';
COMMENT ON INDEX supplier_incident_by_supplier IS 'A supplier''s incidents, newest first';
COMMIT;
