-- Revert accord:exceptions from pg
\ir ../policies.psql
:begin
DROP FUNCTION breaches_of_region;
DROP FUNCTION signed_late;
DROP FUNCTION exceptions_about;
DROP FUNCTION signs_as;
DROP POLICY principal_directory ON principal;
REVOKE SELECT (id, kind) ON principal FROM accord_directory;
REVOKE UPDATE (exceptions) ON placement FROM accord_app;
ALTER TABLE placement DROP exceptions;
DROP TABLE sign_off, rule_exception, sign_off_chain;
DROP DOMAIN sign_off_how, exception_status, exception_grounds;
CREATE FUNCTION breaches_of_region()
RETURNS TABLE (id uuid, authority text, rule text, layer text, agreement uuid, state text, detected_on date,
               resolved_on date, breaches integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT (array_agg(b.id ORDER BY b.id DESC))[1], a.dfe_code, b.rule::text, b.layer::text, b.agreement, b.state::text,
           b.detected_on, b.resolved_on, count(*)::integer
    FROM authority a JOIN breach b ON b.authority = a.id
    WHERE current_setting('accord.role', true) = 'REGION_ADMIN' AND a.region = current_setting('accord.region', true)
    GROUP BY a.dfe_code, b.rule, b.layer, b.agreement, b.state, b.detected_on, b.resolved_on;
END $$;
ALTER FUNCTION breaches_of_region OWNER TO accord_directory;
REVOKE ALL ON FUNCTION breaches_of_region FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breaches_of_region TO accord_app;
COMMENT ON FUNCTION breaches_of_region IS 'Breaches of the region''s authorities, counted, without workers';
COMMIT;
