-- Deploy accord:headhunting to pg
-- Approaches to a signatory's permanent staff, without their identity: for the lead region of the memorandum to resolve.
-- The authority that reports, whoever approached, and that region see it.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.approach AS text CONSTRAINT approach_code CHECK (VALUE IN ('APPROACHED', 'ADVERT'));
CREATE DOMAIN accord.offered_band AS text CONSTRAINT offered_band_code CHECK (VALUE IN ('HIGHER', 'SAME', 'LOWER'));
CREATE DOMAIN accord.report_state AS text
    CONSTRAINT report_state_code CHECK (VALUE IN ('OPEN', 'RESOLVED', 'DISMISSED'));
COMMENT ON DOMAIN approach IS 'Who began: the approacher, or the worker in answer to an advert';
COMMENT ON DOMAIN offered_band IS 'The band offered against the present one';
COMMENT ON DOMAIN report_state IS 'What the region has made of a report';

CREATE TABLE headhunting_report (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT headhunting_report_authority_fk REFERENCES authority,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    approacher_authority integer CONSTRAINT headhunting_report_approacher_fk REFERENCES authority,
    approacher_supplier uuid CONSTRAINT headhunting_report_supplier_fk REFERENCES supplier,
    approach approach NOT NULL,
    offered_band offered_band NOT NULL,
    approached_on date NOT NULL,
    what text NOT NULL,
    state report_state NOT NULL,
    resolution text,
    resolved_at timestamptz,
    resolved_by uuid,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT headhunting_report_pk PRIMARY KEY (authority, id),
    CONSTRAINT headhunting_report_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region),
    CONSTRAINT headhunting_report_one_approacher CHECK (num_nonnulls(approacher_authority, approacher_supplier) = 1),
    CONSTRAINT headhunting_report_of_another CHECK (approacher_authority <> authority),
    CONSTRAINT headhunting_report_resolution_whole
        CHECK ((state = 'OPEN') = (resolution IS NULL)
               AND num_nonnulls(resolution, resolved_at, resolved_by) IN (0, 3))
);
ALTER TABLE headhunting_report ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY headhunting_report_owner ON headhunting_report TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY headhunting_report_see ON headhunting_report FOR SELECT TO accord_app
    USING (:mine OR approacher_supplier = :my_supplier OR (:leads)
           OR approacher_authority = ANY ((SELECT nullif(current_setting('accord.authorities', true), ''))::int[]));
CREATE POLICY headhunting_report_add ON headhunting_report FOR INSERT TO accord_app WITH CHECK (:own AND state = 'OPEN');
CREATE POLICY headhunting_report_resolve ON headhunting_report FOR UPDATE TO accord_app
    USING (:leads AND state = 'OPEN') WITH CHECK (:leads AND state <> 'OPEN');
GRANT SELECT, INSERT ON headhunting_report TO accord_app;
GRANT UPDATE (state, resolution, resolved_at, resolved_by) ON headhunting_report TO accord_app;

COMMENT ON TABLE headhunting_report IS 'Approaches to permanent staff of a signatory, without their identity';
COMMENT ON COLUMN headhunting_report.id IS 'The report''s id';
COMMENT ON COLUMN headhunting_report.authority IS 'The authority whose staff were approached, which reports it';
COMMENT ON COLUMN headhunting_report.agreement IS 'The memorandum whose rules of engagement it is about';
COMMENT ON COLUMN headhunting_report.lead_region IS 'The region that leads the memorandum, and resolves';
COMMENT ON COLUMN headhunting_report.approacher_authority IS 'The authority that approached; none where a supplier did';
COMMENT ON COLUMN headhunting_report.approacher_supplier IS 'The supplier that approached; none where an authority did';
COMMENT ON COLUMN headhunting_report.approach IS 'Whether it approached, or had advertised';
COMMENT ON COLUMN headhunting_report.offered_band IS 'The band offered against the present one';
COMMENT ON COLUMN headhunting_report.approached_on IS 'When it was';
COMMENT ON COLUMN headhunting_report.what IS 'What happened, without a worker''s identity';
COMMENT ON COLUMN headhunting_report.state IS 'What the region has made of it';
COMMENT ON COLUMN headhunting_report.resolution IS 'How it was resolved, or why dismissed';
COMMENT ON COLUMN headhunting_report.resolved_at IS 'When that was: an instant';
COMMENT ON COLUMN headhunting_report.resolved_by IS 'Who resolved it';
COMMENT ON COLUMN headhunting_report.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN headhunting_report.recorded_by IS 'The principal that put this on record';
COMMENT ON CONSTRAINT headhunting_report_resolution_whole ON headhunting_report
    IS 'What is not open any more has its words, its time and its person';
COMMIT;
