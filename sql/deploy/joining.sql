-- Deploy accord:joining to pg
-- Joining an agreement and leaving it. What a would-be member has still to do is advice: a membership may be recorded
-- regardless. Who has left every agreement reads for a while, and writes no more.
\ir ../policies.psql
\set authority_admin '(SELECT current_setting(''accord.role'', true)) = ''AUTHORITY_ADMIN'''
:begin

CREATE TABLE template_acceptance (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT template_acceptance_authority_fk REFERENCES authority,
    template uuid NOT NULL CONSTRAINT template_acceptance_template_fk REFERENCES reference_template,
    accepted_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT template_acceptance_pk PRIMARY KEY (authority, id),
    CONSTRAINT template_acceptance_once UNIQUE (authority, template)
);
ALTER TABLE template_acceptance ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY template_acceptance_owner ON template_acceptance TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY template_acceptance_directory ON template_acceptance FOR SELECT TO accord_directory USING (true);
CREATE POLICY template_acceptance_see ON template_acceptance FOR SELECT TO accord_app USING (:mine);
CREATE POLICY template_acceptance_add ON template_acceptance FOR INSERT TO accord_app
    WITH CHECK (:own AND :authority_admin);
GRANT SELECT, INSERT ON template_acceptance TO accord_app;
GRANT SELECT ON template_acceptance TO accord_directory;
CREATE POLICY role_mapping_directory ON role_mapping FOR SELECT TO accord_directory USING (true);
GRANT SELECT ON role_mapping TO accord_directory;

-- One row: what is on record of each step, for the authority's own administrator and its region's. Months are asked
-- for as their first days; those that the authority has not stated come back.
CREATE FUNCTION join_facts(asked uuid, member integer, today date, months date[])
RETURNS TABLE (sharing_agreement_signed_on date, member_from date, titles integer, job_types text[], unstated date[],
               template_accepted_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(CASE current_setting('accord.role', true)
        WHEN 'AUTHORITY_ADMIN' THEN member::text = current_setting('accord.authority', true)
        WHEN 'REGION_ADMIN' THEN EXISTS (SELECT FROM authority a
                                         WHERE a.id = member AND a.region = current_setting('accord.region', true))
        ELSE false END, 'forbidden');
    RETURN QUERY
    SELECT m.sharing_agreement_signed_on, lower(m.valid), r.titles::integer, r.job_types,
           ARRAY(SELECT u.month FROM unnest(months) AS u(month)
                 WHERE NOT EXISTS (SELECT FROM leaver_statement l WHERE l.authority = member AND l.month = u.month
                                     AND l.superseded_at IS NULL)
                 ORDER BY u.month),
           (SELECT max(t.accepted_on) FROM template_acceptance t WHERE t.authority = member AND t.accepted_on <= today)
    FROM (SELECT count(*) AS titles, array_agg(DISTINCT rm.job_type::text) AS job_types FROM role_mapping rm
          WHERE rm.authority = member AND rm.superseded_at IS NULL AND rm.valid @> today) r
    LEFT JOIN LATERAL (
        SELECT s.sharing_agreement_signed_on, s.valid FROM membership s
        WHERE s.agreement = asked AND s.authority = member AND s.superseded_at IS NULL
          AND (upper_inf(s.valid) OR upper(s.valid) > today)
        ORDER BY lower(s.valid) LIMIT 1) m ON true;
END $$;
ALTER FUNCTION join_facts OWNER TO accord_directory;
REVOKE ALL ON FUNCTION join_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION join_facts TO accord_app;

-- Authorities that have left every agreement, by the region's act: until when their people may read. Who signs again
-- has not left.
CREATE TABLE departure (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT departure_authority_fk REFERENCES authority,
    lead_region text NOT NULL CONSTRAINT departure_region_fk REFERENCES region,
    left_on date NOT NULL,
    reads_until date NOT NULL CONSTRAINT departure_reads_after CHECK (reads_until >= left_on),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT departure_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX departure_once ON departure (authority) WHERE superseded_at IS NULL;
ALTER TABLE departure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY departure_owner ON departure TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY departure_directory ON departure FOR SELECT TO accord_directory USING (true);
CREATE POLICY departure_see ON departure FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY departure_add ON departure FOR INSERT TO accord_app WITH CHECK (:leads);
CREATE POLICY departure_change ON departure FOR UPDATE TO accord_app USING (:region_admin) WITH CHECK (:region_admin);
GRANT SELECT, INSERT ON departure TO accord_app;
GRANT UPDATE (superseded_at) ON departure TO accord_app;
GRANT SELECT ON departure TO accord_directory;

COMMENT ON FUNCTION join_facts IS 'What is on record of an authority that would join an agreement, counted';
COMMENT ON TABLE template_acceptance IS 'Reference templates that authorities have accepted';
COMMENT ON COLUMN template_acceptance.id IS 'The record''s id';
COMMENT ON COLUMN template_acceptance.authority IS 'Who accepted';
COMMENT ON COLUMN template_acceptance.template IS 'The version of the template';
COMMENT ON COLUMN template_acceptance.accepted_on IS 'The day on which it was accepted';
COMMENT ON COLUMN template_acceptance.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN template_acceptance.recorded_by IS 'The principal that put this on record';
COMMENT ON CONSTRAINT template_acceptance_once ON template_acceptance IS 'A version is accepted once';
COMMENT ON TABLE departure IS 'Authorities that have left every agreement: they read for a while, and write no more';
COMMENT ON COLUMN departure.id IS 'The record''s id';
COMMENT ON COLUMN departure.authority IS 'Who left';
COMMENT ON COLUMN departure.lead_region IS 'The region whose administrator ended the last membership';
COMMENT ON COLUMN departure.left_on IS 'The last day of the last membership';
COMMENT ON COLUMN departure.reads_until IS 'The last day on which its people may read';
COMMENT ON COLUMN departure.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN departure.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN departure.superseded_at IS 'When it signed again; none while it is away';
COMMENT ON CONSTRAINT departure_reads_after ON departure IS 'Reading ends after the membership';
COMMENT ON INDEX departure_once IS 'An authority leaves once, until it signs again';
COMMIT;
