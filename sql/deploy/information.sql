-- Deploy accord:information to pg
-- The standard information of a memorandum, by version, and that it was given: to agency workers by placement, to
-- permanent recruits by numbers.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.information_stage AS text
    CONSTRAINT information_stage_code CHECK (VALUE IN ('RECRUITMENT', 'INDUCTION'));
COMMENT ON DOMAIN information_stage IS 'When standard information is given';

CREATE TABLE information_version (
    id uuid CONSTRAINT information_version_pk PRIMARY KEY,
    agreement uuid NOT NULL,
    lead_region text NOT NULL,
    name text NOT NULL,
    valid_from date NOT NULL,
    wording text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT information_version_once UNIQUE (agreement, name),
    CONSTRAINT information_version_agreement_fk FOREIGN KEY (agreement, lead_region)
        REFERENCES agreement (id, lead_region)
);
CREATE TABLE information_given (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT information_given_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    information uuid NOT NULL CONSTRAINT information_given_version_fk REFERENCES information_version,
    stage information_stage NOT NULL,
    given_on date NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT information_given_pk PRIMARY KEY (authority, id),
    CONSTRAINT information_given_once UNIQUE (authority, placement, information, stage),
    CONSTRAINT information_given_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id)
);
CREATE TABLE information_count (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT information_count_authority_fk REFERENCES authority,
    information uuid NOT NULL CONSTRAINT information_count_version_fk REFERENCES information_version,
    stage information_stage NOT NULL,
    month date NOT NULL CONSTRAINT information_count_month CHECK (extract(day FROM month) = 1),
    recruits integer NOT NULL CONSTRAINT information_count_recruits CHECK (recruits BETWEEN 0 AND 9999),
    given integer NOT NULL CONSTRAINT information_count_given CHECK (given BETWEEN 0 AND recruits),
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT information_count_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX information_count_once ON information_count (authority, information, stage, month)
    WHERE superseded_at IS NULL;

ALTER TABLE information_version ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY information_version_owner ON information_version TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY information_version_see ON information_version FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY information_version_add ON information_version FOR INSERT TO accord_app WITH CHECK (:leads);
GRANT SELECT, INSERT ON information_version TO accord_app;

ALTER TABLE information_given ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY information_given_owner ON information_given TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY information_given_see ON information_given FOR SELECT TO accord_app USING (:mine);
CREATE POLICY information_given_add ON information_given FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON information_given TO accord_app;

ALTER TABLE information_count ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY information_count_owner ON information_count TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY information_count_see ON information_count FOR SELECT TO accord_app USING (:mine);
CREATE POLICY information_count_add ON information_count FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY information_count_change ON information_count FOR UPDATE TO accord_app USING (:own) WITH CHECK (:own);
GRANT SELECT, INSERT ON information_count TO accord_app;
GRANT UPDATE (superseded_at) ON information_count TO accord_app;

DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT c.relname, a.attname, m.sentence
        FROM (VALUES
            ('id', 'Its id'),
            ('authority', 'The authority that gave it'),
            ('information', 'Which version'),
            ('stage', 'At recruitment or at induction'),
            ('recorded_at', 'When this came on record: an instant'),
            ('recorded_by', 'The principal that put this on record'),
            ('superseded_at', 'When it was counted again; none while it stands')
        ) AS m(attname, sentence)
        JOIN pg_attribute a USING (attname)
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.oid IN ('information_version'::regclass, 'information_given'::regclass, 'information_count'::regclass)
    LOOP
        EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', said.relname, said.attname, said.sentence);
    END LOOP;
END $$;
COMMENT ON TABLE information_version IS 'Versions of a memorandum''s standard information';
COMMENT ON COLUMN information_version.agreement IS 'The memorandum';
COMMENT ON COLUMN information_version.lead_region IS 'The region that leads it, and adds versions';
COMMENT ON COLUMN information_version.name IS 'What the version is called';
COMMENT ON COLUMN information_version.valid_from IS 'The day from which it is given';
COMMENT ON COLUMN information_version.wording IS 'What workers are told, or where it is to be read';
COMMENT ON TABLE information_given IS 'That a worker placed by an agency was given the standard information';
COMMENT ON COLUMN information_given.placement IS 'The placement of the worker who was told';
COMMENT ON COLUMN information_given.given_on IS 'The day on which it was given';
COMMENT ON TABLE information_count IS 'How many permanent recruits of a month were given the standard information';
COMMENT ON COLUMN information_count.month IS 'The month, as its first day';
COMMENT ON COLUMN information_count.recruits IS 'How many were recruited, or began';
COMMENT ON COLUMN information_count.given IS 'How many of them were given it';
COMMENT ON CONSTRAINT information_count_month ON information_count IS 'A month is its first day';
COMMENT ON INDEX information_count_once IS 'One count of a month stands';
COMMIT;
