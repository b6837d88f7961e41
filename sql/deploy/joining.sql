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

-- As before, but for `writes`: whether the route may change something that who has left may not.
DROP FUNCTION begin_as;
CREATE FUNCTION begin_as(token_hash bytea, roles text[], action text, route text, request uuid,
                         writes boolean DEFAULT false)
RETURNS TABLE (principal uuid, role text, scope text, authority integer, authority_code text, region text, supplier uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    held record;
    authorities integer[] := '{}';
    settings text[];
BEGIN
    IF token_hash IS NULL THEN
        PERFORM set_config(s, '', true)
        FROM unnest(ARRAY['accord.principal', 'accord.role', 'accord.scope', 'accord.authority', 'accord.authorities',
                          'accord.region', 'accord.supplier', 'accord.action', 'accord.route', 'accord.request']) AS s;
        RETURN;
    END IF;
    SELECT t.expires_at, t.revoked_at, g.principal, g.role::text, g.authority, g.region, g.supplier, g.superseded_at,
           g.valid, a.region AS authority_region, a.dfe_code, d.left_on, d.reads_until,
           EXISTS (SELECT FROM authority_succession s
                   WHERE s.successor = g.authority AND s.succeeded_on <= current_date) AS inherits
    INTO held
    FROM token t
    JOIN role_grant g ON g.id = t.role_grant
    LEFT JOIN authority a ON a.id = g.authority
    LEFT JOIN departure d ON d.authority = g.authority AND d.superseded_at IS NULL
    WHERE t.hash = token_hash;
    IF held.principal IS NULL OR held.revoked_at IS NOT NULL OR held.superseded_at IS NOT NULL THEN
        PERFORM require(false, 'token_invalid');
    ELSIF (held.expires_at > now() AND held.valid @> current_date) IS NOT TRUE OR held.reads_until < current_date THEN
        PERFORM require(false, 'token_expired');
    ELSIF roles IS NOT NULL AND (held.role = ANY (roles)) IS NOT TRUE THEN
        PERFORM require(false, 'forbidden');
    ELSIF writes AND held.left_on < current_date THEN
        PERFORM require(false, 'authority_has_left');
    END IF;
    principal := held.principal;
    role := held.role;
    authority := held.authority;
    authority_code := held.dfe_code;
    supplier := held.supplier;
    IF authority IS NOT NULL THEN
        scope := 'authority:' || authority;
        authorities := CASE WHEN held.inherits THEN inherited_by(authority, current_date) ELSE ARRAY[authority] END;
        region := held.authority_region;
    ELSIF held.region IS NOT NULL THEN
        scope := 'region:' || held.region;
        region := held.region;
    ELSE
        scope := 'supplier:' || supplier;
    END IF;
    settings := ARRAY[
        set_config('accord.principal', principal::text, true),
        set_config('accord.role', role, true),
        set_config('accord.scope', scope, true),
        set_config('accord.authority', coalesce(authority::text, ''), true),
        set_config('accord.authorities', authorities::text, true),
        set_config('accord.region', coalesce(region, ''), true),
        set_config('accord.supplier', coalesce(supplier::text, ''), true),
        set_config('accord.action', coalesce(action, ''), true),
        set_config('accord.route', coalesce(route, ''), true),
        set_config('accord.request', coalesce(request::text, ''), true)];
    RETURN NEXT;
END $$;
ALTER FUNCTION begin_as OWNER TO accord_directory;
REVOKE ALL ON FUNCTION begin_as FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_as TO accord_app, accord_owner;

COMMENT ON FUNCTION begin_as IS 'Sets the identity of one batch from a token''s hash, or raises token_invalid, '
    'token_expired, forbidden, or authority_has_left where it would write';
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
