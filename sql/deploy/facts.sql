-- Deploy accord:facts to pg
-- What crosses authorities so that a rule can be tested: spells without names or free text, and only to whoever may
-- ask. One statement gives version and facts, so that a write in between is seen by facts_claim.
\ir ../policies.psql
:begin

-- Agreements whose protocol bound any of these authorities on that day, as on record at a version of the rules, or now.
CREATE FUNCTION bound_by(authorities integer[], asked text, on_day date, rules_as_of bigint) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT b.agreement FROM binding b
        WHERE b.authority = ANY (authorities) AND b.protocol = asked AND b.valid @> on_day
          AND on_record(b.recorded_version, b.superseded_version, rules_as_of)
        ORDER BY b.agreement);
END $$;
COMMENT ON FUNCTION bound_by IS 'Agreements whose protocol bound any of these authorities on a day';
GRANT EXECUTE ON FUNCTION bound_by TO accord_directory;

-- Always at least one row, which carries the version; a row without authority is no spell. The row with `declared` is
-- what the worker said of the last post. qualified_on is the same in every row: the date that was recorded last. A spell stands
-- wherever its employer served on its last day, and at whoever followed it by the start.
CREATE FUNCTION facts_of(swe text, start_on date, declared_authority integer, declared_last_day date,
                         facts_as_of bigint, rules_as_of bigint)
RETURNS TABLE (version bigint, declared boolean, authority integer, stands integer[], regions text[], basis text,
               service text, start_date date, last_day date, probation_end date, leaving_reason text,
               evidence_kind text, evidence_dated date, disputed boolean, bound uuid[], qualified_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(current_setting('accord.role', true) IN ('OFFICER', 'REQUESTER', 'DCS', 'CHIEF_EXECUTIVE'),
                    'forbidden');
    RETURN QUERY
    SELECT coalesce(w.version, 0), f.declared, f.authority, st.stands, regions_of(st.stands || f.authority), f.basis,
           f.service, f.start_date, f.last_day, f.probation_end, f.leaving_reason, f.evidence_kind, f.evidence_dated,
           f.disputed, bound_by(st.stands || f.authority, 'COOL_OFF', least(f.last_day, start_on), rules_as_of),
           q.qualified_on
    FROM (VALUES (true)) AS one
    LEFT JOIN worker_facts w ON w.swe_number = swe
    LEFT JOIN LATERAL (
        SELECT k.qualified_on FROM worker_qualification k
        WHERE k.swe_number = swe AND on_record(k.recorded_version, k.superseded_version, facts_as_of)
        ORDER BY k.recorded_version DESC, k.id DESC LIMIT 1) q ON true
    LEFT JOIN LATERAL (
        SELECT false AS declared, e.authority, e.basis::text, e.service::text, e.start_date, e.last_day, e.probation_end,
               e.leaving_reason::text, e.evidence_kind, e.evidence_dated, e.disputed
        FROM employment e
        WHERE e.swe_number = swe AND on_record(e.recorded_version, e.superseded_version, facts_as_of)
        UNION ALL
        SELECT true, declared_authority, NULL, NULL, NULL, declared_last_day, NULL, NULL, NULL, NULL, false
        WHERE declared_authority IS NOT NULL
    ) f ON true
    LEFT JOIN LATERAL (SELECT standing_of(f.authority, start_on, rules_as_of, least(f.last_day, start_on)) AS stands) st
         ON f.authority IS NOT NULL
    ORDER BY f.declared, f.authority, f.last_day, f.start_date, f.basis;
END $$;
ALTER FUNCTION facts_of OWNER TO accord_directory;
REVOKE ALL ON FUNCTION facts_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_of TO accord_app;
COMMENT ON FUNCTION facts_of IS 'Version and spells of a worker across authorities, for the rules alone';

-- How many authorities of the hirer's region, itself included, have stated nothing for the month: neither a leaver nor
-- a statement. Those who have never recorded anything count too. The months that are asked for are few and alike: left
-- to choose, the server plans for each anew, which takes four times as long as the answer.
CREATE FUNCTION silent_authorities(hirer integer, month date) RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
    PERFORM require(current_setting('accord.role', true) IN ('OFFICER', 'REQUESTER'), 'forbidden');
    RETURN (
        SELECT count(*) FROM authority a
        WHERE a.region = (SELECT h.region FROM authority h WHERE h.id = hirer) AND a.kind = 'LA'
          AND NOT EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = a.id AND s.succeeded_on <= month)
          AND NOT EXISTS (SELECT FROM leaver_statement l
                          WHERE l.authority = a.id AND l.month = silent_authorities.month AND l.superseded_at IS NULL)
          AND NOT EXISTS (SELECT FROM employment e
                          WHERE e.authority = a.id AND e.superseded_at IS NULL
                            AND e.last_day >= silent_authorities.month
                            AND e.last_day < silent_authorities.month + interval '1 month'));
END $$;
ALTER FUNCTION silent_authorities OWNER TO accord_directory;
REVOKE ALL ON FUNCTION silent_authorities FROM PUBLIC;
GRANT EXECUTE ON FUNCTION silent_authorities TO accord_app;
COMMENT ON FUNCTION silent_authorities
    IS 'Authorities in the hirer''s region that have stated no leavers for a month, nor that there were none';
COMMIT;
