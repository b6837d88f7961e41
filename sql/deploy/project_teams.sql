-- Deploy accord:project_teams to pg
-- Project teams and other packaged models: who is in them, whom the authority has approved, what they cost and for how
-- long. What a rule is told of is superseded, never changed. A worker takes another's place under a naming of its own,
-- which no earlier approval covers.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.practice_control AS text
    CONSTRAINT practice_control_code CHECK (VALUE IN ('AUTHORITY', 'SUPPLIER', 'SHARED'));

CREATE TABLE project_team (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_authority_fk REFERENCES authority,
    supplier uuid NOT NULL CONSTRAINT project_team_supplier_fk REFERENCES supplier,
    name text NOT NULL,
    contract text NOT NULL,
    start_date date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT project_team_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_once UNIQUE (authority, name)
);
CREATE TABLE project_team_terms (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_terms_authority_fk REFERENCES authority,
    project_team uuid NOT NULL,
    version integer NOT NULL CONSTRAINT project_team_terms_version CHECK (version > 0),
    headcount integer NOT NULL CONSTRAINT project_team_headcount CHECK (headcount BETWEEN 1 AND 999),
    above_establishment boolean NOT NULL,
    planned_exit date NOT NULL,
    practice_control practice_control NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT project_team_terms_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_terms_team_fk FOREIGN KEY (authority, project_team)
        REFERENCES project_team (authority, id)
);
CREATE UNIQUE INDEX project_team_terms_once ON project_team_terms (authority, project_team) WHERE superseded_at IS NULL;

CREATE TABLE project_team_extension (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_extension_authority_fk REFERENCES authority,
    project_team uuid NOT NULL,
    extended_from date NOT NULL,
    planned_exit date NOT NULL,
    reason text NOT NULL,
    cost_pence pence NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT project_team_extension_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_extension_team_fk FOREIGN KEY (authority, project_team)
        REFERENCES project_team (authority, id),
    CONSTRAINT project_team_extension_dates CHECK (planned_exit > extended_from)
);
CREATE INDEX project_team_extension_by_team ON project_team_extension (authority, project_team);

CREATE TABLE project_team_worker (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_worker_authority_fk REFERENCES authority,
    project_team uuid NOT NULL,
    swe_number swe_number NOT NULL,
    start_date date NOT NULL,
    in_place_of uuid,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT project_team_worker_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_worker_team_fk FOREIGN KEY (authority, project_team)
        REFERENCES project_team (authority, id),
    CONSTRAINT project_team_worker_in_place_of_fk FOREIGN KEY (authority, in_place_of)
        REFERENCES project_team_worker (authority, id) ON DELETE SET NULL (in_place_of)
);
CREATE UNIQUE INDEX project_team_worker_once ON project_team_worker (authority, project_team, swe_number)
    WHERE superseded_at IS NULL;

CREATE TABLE project_team_approval (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_approval_authority_fk REFERENCES authority,
    worker uuid NOT NULL,
    approved_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT project_team_approval_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_approval_worker_fk FOREIGN KEY (authority, worker)
        REFERENCES project_team_worker (authority, id)
);
CREATE UNIQUE INDEX project_team_approval_once ON project_team_approval (authority, worker) WHERE superseded_at IS NULL;

CREATE TABLE project_team_cost (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_cost_authority_fk REFERENCES authority,
    project_team uuid NOT NULL,
    quarter text NOT NULL CONSTRAINT project_team_cost_quarter CHECK (quarter ~ '^[0-9]{4}-Q[1-4]$'),
    services_pence pence NOT NULL,
    invoice_pence pence NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT project_team_cost_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_cost_team_fk FOREIGN KEY (authority, project_team)
        REFERENCES project_team (authority, id)
);
CREATE UNIQUE INDEX project_team_cost_once ON project_team_cost (authority, project_team, quarter)
    WHERE superseded_at IS NULL;
CREATE TABLE project_team_cost_line (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT project_team_cost_line_authority_fk REFERENCES authority,
    cost uuid NOT NULL,
    swe_number swe_number NOT NULL,
    cost_pence pence NOT NULL,
    CONSTRAINT project_team_cost_line_pk PRIMARY KEY (authority, id),
    CONSTRAINT project_team_cost_line_once UNIQUE (authority, cost, swe_number),
    CONSTRAINT project_team_cost_line_cost_fk FOREIGN KEY (authority, cost) REFERENCES project_team_cost (authority, id)
);

-- What a placement said of its team until now was a name, which is of no team on record.
ALTER TABLE placement
    ALTER project_team TYPE uuid USING NULL,
    ADD CONSTRAINT placement_team_fk FOREIGN KEY (authority, project_team) REFERENCES project_team (authority, id);
CREATE INDEX placement_by_team ON placement (authority, project_team) WHERE project_team IS NOT NULL;
COMMENT ON COLUMN placement.project_team IS 'The project team that the worker comes with, where there is one';
COMMENT ON INDEX placement_by_team IS 'Who is placed with a team';
COMMENT ON CONSTRAINT placement_team_fk ON placement IS 'A team of the hiring authority''s';

SELECT :tenant FROM (VALUES
    ('project_team', :'own', false),
    ('project_team_terms', :'mine', true),
    ('project_team_extension', :'mine', false),
    ('project_team_worker', :'mine', true),
    ('project_team_approval', :'mine', false),
    ('project_team_cost', :'mine', true),
    ('project_team_cost_line', :'mine', false)) AS tenants(rel, adds, supersedes) \gexec

-- Each moves the rules' version: an approval of one worker is told of with the others'.
CREATE TRIGGER project_team_terms_stamp BEFORE INSERT OR UPDATE ON project_team_terms
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();
CREATE TRIGGER project_team_worker_stamp BEFORE INSERT OR UPDATE ON project_team_worker
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();
CREATE TRIGGER project_team_approval_stamp BEFORE INSERT OR UPDATE ON project_team_approval
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();
CREATE TRIGGER project_team_cost_stamp BEFORE INSERT OR UPDATE ON project_team_cost
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();

-- Breaches have no versions: how many of a team's workers were in breach is kept with the check that was told it.
ALTER TABLE eligibility_check ADD team_in_breach integer;
COMMENT ON COLUMN eligibility_check.team_in_breach
    IS 'How many of the team''s other workers were in breach, as the rule was told; none where no team was named';

COMMENT ON DOMAIN practice_control IS 'Who oversees and manages the practice of a project team';
COMMENT ON TABLE project_team IS 'Project teams and other packaged models, by contract';
COMMENT ON COLUMN project_team.id IS 'The team''s id';
COMMENT ON COLUMN project_team.authority IS 'The authority that has engaged it';
COMMENT ON COLUMN project_team.supplier IS 'Who supplies it';
COMMENT ON COLUMN project_team.name IS 'What it is called';
COMMENT ON COLUMN project_team.contract IS 'The contract under which it works';
COMMENT ON COLUMN project_team.start_date IS 'Its first day';
COMMENT ON COLUMN project_team.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team.recorded_by IS 'The principal that put this on record';
COMMENT ON TABLE project_team_terms IS 'What was agreed of a team: versions, of which the last stands';
COMMENT ON COLUMN project_team_terms.id IS 'The version''s id';
COMMENT ON COLUMN project_team_terms.authority IS 'The authority that has engaged the team';
COMMENT ON COLUMN project_team_terms.project_team IS 'Which team';
COMMENT ON COLUMN project_team_terms.version IS 'Counts the versions of a team''s terms';
COMMENT ON COLUMN project_team_terms.headcount IS 'How many workers were agreed';
COMMENT ON COLUMN project_team_terms.above_establishment IS 'Whether it stands above the establishment';
COMMENT ON COLUMN project_team_terms.planned_exit IS 'Its last day as planned';
COMMENT ON COLUMN project_team_terms.practice_control IS 'Who oversees and manages its practice';
COMMENT ON COLUMN project_team_terms.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team_terms.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN project_team_terms.superseded_at IS 'When this was superseded; none while it stands';
COMMENT ON COLUMN project_team_terms.recorded_version IS 'The version of the rules at which this came on record';
COMMENT ON COLUMN project_team_terms.superseded_version IS 'The version of the rules at which this fell away';
COMMENT ON TABLE project_team_extension IS 'Extensions of teams: a later last day, why, and what it costs';
COMMENT ON COLUMN project_team_extension.id IS 'The extension''s id';
COMMENT ON COLUMN project_team_extension.authority IS 'The authority that has engaged the team';
COMMENT ON COLUMN project_team_extension.project_team IS 'Which team';
COMMENT ON COLUMN project_team_extension.extended_from IS 'Its last day as planned before';
COMMENT ON COLUMN project_team_extension.planned_exit IS 'Its last day as planned from then on';
COMMENT ON COLUMN project_team_extension.reason IS 'Why it goes on';
COMMENT ON COLUMN project_team_extension.cost_pence IS 'What the extension is expected to cost in all, in pence';
COMMENT ON COLUMN project_team_extension.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team_extension.recorded_by IS 'The principal that put this on record';
COMMENT ON CONSTRAINT project_team_extension_dates ON project_team_extension
    IS 'An extension ends after the day on which the team would have ended';
COMMENT ON TABLE project_team_worker IS 'Workers named for a team; one who takes another''s place is named afresh';
COMMENT ON COLUMN project_team_worker.id IS 'The naming''s id';
COMMENT ON COLUMN project_team_worker.authority IS 'The authority that has engaged the team';
COMMENT ON COLUMN project_team_worker.project_team IS 'Which team';
COMMENT ON COLUMN project_team_worker.swe_number IS 'The worker''s Social Work England number';
COMMENT ON COLUMN project_team_worker.start_date IS 'The worker''s first day with the team, as it was said';
COMMENT ON COLUMN project_team_worker.in_place_of IS 'The naming whose place this took; none where it took none';
COMMENT ON COLUMN project_team_worker.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team_worker.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN project_team_worker.superseded_at IS 'When another took the place; none while it stands';
COMMENT ON COLUMN project_team_worker.recorded_version IS 'The version of the rules at which this came on record';
COMMENT ON COLUMN project_team_worker.superseded_version IS 'The version of the rules at which this fell away';
COMMENT ON TABLE project_team_approval IS 'The authority''s approvals of workers named for a team';
COMMENT ON COLUMN project_team_approval.id IS 'The approval''s id';
COMMENT ON COLUMN project_team_approval.authority IS 'The authority that approves';
COMMENT ON COLUMN project_team_approval.worker IS 'The naming that is approved';
COMMENT ON COLUMN project_team_approval.approved_on IS 'The day of the approval';
COMMENT ON COLUMN project_team_approval.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team_approval.recorded_by IS 'The person who approved';
COMMENT ON COLUMN project_team_approval.superseded_at IS 'When this was superseded; none while it stands';
COMMENT ON COLUMN project_team_approval.recorded_version IS 'The version of the rules at which this came on record';
COMMENT ON COLUMN project_team_approval.superseded_version IS 'The version of the rules at which this fell away';
COMMENT ON TABLE project_team_cost IS 'What a team cost in a quarter, split from what it was invoiced';
COMMENT ON COLUMN project_team_cost.id IS 'The statement''s id';
COMMENT ON COLUMN project_team_cost.authority IS 'The authority that pays';
COMMENT ON COLUMN project_team_cost.project_team IS 'Which team';
COMMENT ON COLUMN project_team_cost.quarter IS 'The calendar quarter: 2026-Q3';
COMMENT ON COLUMN project_team_cost.services_pence IS 'For other services than the workers, in pence';
COMMENT ON COLUMN project_team_cost.invoice_pence IS 'What was invoiced in all, in pence';
COMMENT ON COLUMN project_team_cost.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN project_team_cost.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN project_team_cost.superseded_at IS 'When this was superseded; none while it stands';
COMMENT ON COLUMN project_team_cost.recorded_version IS 'The version of the rules at which this came on record';
COMMENT ON COLUMN project_team_cost.superseded_version IS 'The version of the rules at which this fell away';
COMMENT ON CONSTRAINT project_team_cost_quarter ON project_team_cost IS 'A calendar quarter has one form';
COMMENT ON TABLE project_team_cost_line IS 'What each worker of a team cost in a quarter';
COMMENT ON COLUMN project_team_cost_line.id IS 'The line''s id';
COMMENT ON COLUMN project_team_cost_line.authority IS 'The authority that pays';
COMMENT ON COLUMN project_team_cost_line.cost IS 'The statement that it is a line of';
COMMENT ON COLUMN project_team_cost_line.swe_number IS 'The worker''s Social Work England number';
COMMENT ON COLUMN project_team_cost_line.cost_pence IS 'What the worker cost, in pence';
COMMENT ON INDEX project_team_terms_once IS 'One version stands';
COMMENT ON INDEX project_team_worker_once IS 'A worker is named once at a time';
COMMENT ON INDEX project_team_approval_once IS 'A naming is approved once';
COMMENT ON INDEX project_team_cost_once IS 'One statement of a quarter stands';
COMMENT ON CONSTRAINT project_team_worker_in_place_of_fk ON project_team_worker
    IS 'Whoever was replaced may be erased, and the substitute stays';
COMMENT ON INDEX project_team_extension_by_team IS 'A team''s extensions';
DO $$ BEGIN PERFORM forget_statistics(); END $$;
COMMIT;
