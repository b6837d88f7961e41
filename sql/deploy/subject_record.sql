-- Deploy accord:subject_record to pg
-- What an authority's trail has of records of its own, for a worker who asks what is held and who has seen it. The trail of
-- what it inherited is told with it: whoever made that is no more, and nobody else can say.
\ir ../policies.psql
:begin

CREATE POLICY audit_event_directory ON audit_event FOR SELECT TO accord_directory USING (true);
GRANT SELECT (at, id, scope, principal, role, action, ids, outcome) ON audit_event TO accord_directory;

CREATE FUNCTION trail_of(objects uuid[])
RETURNS TABLE (at timestamptz, action text, role text, principal uuid, outcome text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(current_setting('accord.role', true) IN ('OFFICER', 'DCS', 'CHIEF_EXECUTIVE'), 'forbidden');
    RETURN QUERY
    SELECT e.at, e.action, e.role::text, e.principal, e.outcome
    FROM audit_event e
    WHERE e.scope IN (SELECT 'authority:' || mine.authority
                      FROM unnest(current_setting('accord.authorities', true)::int4[]) AS mine(authority))
      AND e.ids && objects
    ORDER BY e.at, e.id;
END $$;
ALTER FUNCTION trail_of OWNER TO accord_directory;
REVOKE ALL ON FUNCTION trail_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION trail_of TO accord_app;
COMMENT ON FUNCTION trail_of IS 'The events of the caller''s authority, and of those it has succeeded, that showed or wrote these records';
COMMIT;
