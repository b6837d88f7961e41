-- Deploy accord:workers to pg
-- What authorities record of workers. An authority sees its own rows (and those it inherited); what crosses goes
-- through the directory's functions. worker_facts is the one row that many writers share, one for each worker.
\ir ../policies.psql
:begin

CREATE TABLE worker_facts (
    swe_number swe_number CONSTRAINT worker_facts_pk PRIMARY KEY,
    worker uuid NOT NULL CONSTRAINT worker_facts_worker_once UNIQUE,
    version bigint NOT NULL,
    qualified_on date,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE worker_facts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY worker_facts_owner ON worker_facts TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY worker_facts_directory ON worker_facts TO accord_directory USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON worker_facts TO accord_directory;

-- Versions of a spell: the current one has no superseded_at.
CREATE TABLE employment (
    id uuid NOT NULL,
    version integer NOT NULL CONSTRAINT employment_version CHECK (version > 0),
    authority integer NOT NULL CONSTRAINT employment_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    basis basis NOT NULL,
    service service NOT NULL CONSTRAINT employment_in_scope CHECK (service <> 'ADULT'),
    job_type job_type,
    start_date date,
    last_day date,
    probation_end date,
    leaving_reason leaving_reason,
    evidence_kind text,
    evidence_dated date,
    external_ref text,
    disputed boolean NOT NULL DEFAULT false,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT employment_pk PRIMARY KEY (authority, id, version),
    CONSTRAINT employment_dates CHECK (last_day >= start_date),
    CONSTRAINT employment_is_dated CHECK (num_nonnulls(start_date, last_day) > 0),
    CONSTRAINT employment_ended_with_reason CHECK ((last_day IS NULL) = (leaving_reason IS NULL)),
    CONSTRAINT employment_probation_after_start CHECK (probation_end >= start_date),
    CONSTRAINT employment_evidence_whole CHECK ((evidence_kind IS NULL) = (evidence_dated IS NULL)),
    CONSTRAINT employment_fixed_term_ends CHECK (leaving_reason <> 'END_FIXED_TERM' OR basis = 'FIXED_TERM')
);
CREATE UNIQUE INDEX employment_current ON employment (authority, id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX employment_once ON employment
    (authority, swe_number, basis, coalesce(start_date, '-infinity'), coalesce(last_day, 'infinity'))
    WHERE superseded_at IS NULL;
CREATE INDEX employment_by_worker ON employment (swe_number);
CREATE INDEX employment_by_last_day ON employment (authority, last_day);
ALTER TABLE employment ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY employment_owner ON employment TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY employment_directory ON employment FOR SELECT TO accord_directory USING (true);
CREATE POLICY employment_see ON employment FOR SELECT TO accord_app USING (:mine);
CREATE POLICY employment_add ON employment FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY employment_change ON employment FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON employment TO accord_app;
GRANT UPDATE (superseded_at) ON employment TO accord_app;
GRANT SELECT ON employment TO accord_directory;

CREATE TABLE leaver_statement (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT leaver_statement_authority_fk REFERENCES authority,
    month date NOT NULL CONSTRAINT leaver_statement_month CHECK (extract(day FROM month) = 1),
    none boolean NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT leaver_statement_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX leaver_statement_once ON leaver_statement (authority, month) WHERE superseded_at IS NULL;
ALTER TABLE leaver_statement ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY leaver_statement_owner ON leaver_statement TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY leaver_statement_directory ON leaver_statement FOR SELECT TO accord_directory USING (true);
CREATE POLICY leaver_statement_see ON leaver_statement FOR SELECT TO accord_app USING (:mine);
CREATE POLICY leaver_statement_add ON leaver_statement FOR INSERT TO accord_app WITH CHECK (:own);
CREATE POLICY leaver_statement_change ON leaver_statement FOR UPDATE TO accord_app USING (:mine)
    WITH CHECK (:mine);
GRANT SELECT, INSERT ON leaver_statement TO accord_app;
GRANT UPDATE (superseded_at) ON leaver_statement TO accord_app;
GRANT SELECT ON leaver_statement TO accord_directory;

-- Compares and moves the version of what is known of a worker: whatever depends on or changes a worker's facts claims
-- them. The row is made on first sight (version 0 expects none).
CREATE FUNCTION facts_claim(swe text, seen bigint, new_worker uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    touched integer;
BEGIN
    PERFORM require(coalesce(current_setting('accord.authority', true), '') <> '', 'forbidden');
    IF seen = 0 THEN
        INSERT INTO worker_facts (swe_number, worker, version) VALUES (swe, new_worker, 1) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE worker_facts SET version = version + 1 WHERE swe_number = swe AND version = seen;
    END IF;
    GET DIAGNOSTICS touched = ROW_COUNT;
    PERFORM require(touched = 1, 'stale_facts');
END $$;
ALTER FUNCTION facts_claim OWNER TO accord_directory;
REVOKE ALL ON FUNCTION facts_claim FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_claim TO accord_app;
COMMENT ON FUNCTION facts_claim IS 'Moves the version of a worker''s facts, or raises stale_facts';

CREATE FUNCTION facts_version(swe text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT w.version FROM worker_facts w WHERE w.swe_number = swe), 0);
END $$;
ALTER FUNCTION facts_version OWNER TO accord_directory;
REVOKE ALL ON FUNCTION facts_version FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_version TO accord_app;
COMMENT ON FUNCTION facts_version IS 'The version of a worker''s facts; 0 before the first';

COMMENT ON TABLE worker_facts
    IS 'One row a worker: the pseudonymous id, and the version that every writer of facts moves';
COMMENT ON TABLE employment IS 'Spells of a worker with an authority; earlier versions stay on record';
COMMENT ON TABLE leaver_statement
    IS 'Months for which an authority has stated its leavers, or that there were none';
COMMIT;
