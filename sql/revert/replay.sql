-- Revert accord:replay from pg
\ir ../policies.psql
:begin
ALTER TABLE eligibility_check DROP hirer, DROP checked_on, DROP rules_version, DROP silent_authorities, DROP rules_asked;
DROP FUNCTION facts_of, bound_by;
CREATE FUNCTION bound_by(authorities integer[], asked text, on_day date, as_of timestamptz) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT b.agreement FROM binding b
        WHERE b.authority = ANY (authorities) AND b.protocol = asked AND b.valid @> on_day
          AND b.recorded_at <= as_of AND (b.superseded_at IS NULL OR b.superseded_at > as_of));
END $$;
COMMENT ON FUNCTION bound_by IS 'Agreements whose protocol bound any of these authorities on a day';
GRANT EXECUTE ON FUNCTION bound_by TO accord_directory;

-- Always at least one row, which carries the version; a row without authority is no spell. The row with `declared` is
-- what the worker said of the last post.
CREATE FUNCTION facts_of(swe text, start_on date, declared_authority integer, declared_last_day date, as_of timestamptz)
RETURNS TABLE (version bigint, declared boolean, authority integer, stands integer[], regions text[], basis text,
               service text, start_date date, last_day date, probation_end date, leaving_reason text,
               evidence_kind text, evidence_dated date, disputed boolean, bound uuid[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(current_setting('accord.role', true) IN ('OFFICER', 'REQUESTER'), 'forbidden');
    RETURN QUERY
    SELECT coalesce(w.version, 0), f.declared, f.authority, st.stands, regions_of(st.stands || f.authority), f.basis,
           f.service, f.start_date, f.last_day, f.probation_end, f.leaving_reason, f.evidence_kind, f.evidence_dated,
           f.disputed, bound_by(st.stands || f.authority, 'COOL_OFF', least(f.last_day, start_on), as_of)
    FROM (VALUES (true)) AS one
    LEFT JOIN worker_facts w ON w.swe_number = swe
    LEFT JOIN LATERAL (
        SELECT false AS declared, e.authority, e.basis::text, e.service::text, e.start_date, e.last_day, e.probation_end,
               e.leaving_reason::text, e.evidence_kind, e.evidence_dated, e.disputed
        FROM employment e
        WHERE e.swe_number = swe AND e.recorded_at <= as_of AND (e.superseded_at IS NULL OR e.superseded_at > as_of)
        UNION ALL
        SELECT true, declared_authority, NULL, NULL, NULL, declared_last_day, NULL, NULL, NULL, NULL, false
        WHERE declared_authority IS NOT NULL
    ) f ON true
    LEFT JOIN LATERAL (SELECT standing_of(f.authority, start_on) AS stands) st ON f.authority IS NOT NULL;
END $$;
ALTER FUNCTION facts_of OWNER TO accord_directory;
REVOKE ALL ON FUNCTION facts_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_of TO accord_app;
COMMENT ON FUNCTION facts_of IS 'Version and spells of a worker across authorities, for the rules alone';

DROP FUNCTION on_record;
DROP TABLE worker_qualification;
DROP VIEW binding;
CREATE VIEW binding WITH (security_invoker = true) AS
SELECT a.id AS agreement, a.name, m.id AS membership, p.protocol::text AS protocol, m.authority,
       a.valid * m.valid * daterange(f.adopted_from, NULL) AS valid,
       greatest(a.recorded_at, p.recorded_at, m.recorded_at, f.recorded_at) AS recorded_at,
       least(a.superseded_at, p.superseded_at, m.superseded_at, f.superseded_at) AS superseded_at
FROM membership m
JOIN agreement a ON a.id = m.agreement
JOIN agreement_protocol p ON p.agreement = a.id
JOIN membership_phase f ON f.membership = m.id AND f.phase >= p.phase
WHERE m.sharing_agreement_signed_on IS NOT NULL;
GRANT SELECT ON binding TO accord_app, accord_directory;
COMMENT ON VIEW binding
    IS 'Which protocol of which agreement binds which authority, on which days, and since when that is on record';

COMMENT ON COLUMN binding.agreement IS 'The agreement that binds';
COMMENT ON COLUMN binding.name IS 'Its title';
COMMENT ON COLUMN binding.membership IS 'The membership by which it does';
COMMENT ON COLUMN binding.protocol IS 'The protocol by which it binds';
COMMENT ON COLUMN binding.authority IS 'Whom it binds';
COMMENT ON COLUMN binding.valid IS 'Days on which agreement, membership and phase are all in force';
DROP TRIGGER ruleset_moves ON ruleset;
DROP TRIGGER ruleset_parameter_moves ON ruleset_parameter;
DROP TRIGGER employment_stamp ON employment;
ALTER TABLE employment DROP recorded_version, DROP superseded_version;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['ruleset', 'ruleset_parameter', 'agreement', 'agreement_terms', 'agreement_protocol',
                                'membership', 'membership_phase', 'rate_cap', 'role_mapping'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_stamp', name);
        EXECUTE format('ALTER TABLE %I DROP recorded_version, DROP superseded_version', name);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE%s ON %I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION rules_version_move()', name || '_moves',
                       CASE WHEN name LIKE 'ruleset%' THEN ' OR DELETE' ELSE '' END, name);
    END LOOP;
END $$;
DROP FUNCTION rules_stamp, facts_stamp;
REVOKE EXECUTE ON FUNCTION facts_version FROM accord_owner, accord_import;
COMMIT;
