-- Deploy accord:cap_effects to pg
-- What a cap would mean for what is running, counted for the region before it publishes it (R4.2): no placement, no worker.
\ir ../policies.psql
:begin

CREATE FUNCTION cap_effect(counted uuid)
RETURNS TABLE (placements bigint, over_cap bigint, authorities bigint, not_comparable bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(EXISTS (SELECT FROM rate_cap c
                            WHERE c.id = counted AND c.superseded_at IS NULL AND c.effective_from IS NOT NULL
                              AND current_setting('accord.role', true) = 'REGION_ADMIN'
                              AND c.lead_region = current_setting('accord.region', true)), 'not_found');
    RETURN QUERY
    SELECT count(*), count(*) FILTER (WHERE r.comparable_coverage = c.coverage AND r.comparable_pence > c.cap_pence),
           count(DISTINCT p.authority) FILTER (WHERE r.comparable_coverage = c.coverage
                                                 AND r.comparable_pence > c.cap_pence),
           count(*) FILTER (WHERE r.comparable_coverage IS DISTINCT FROM c.coverage)
    FROM rate_cap c
    JOIN (SELECT DISTINCT b.agreement, b.authority, b.valid FROM binding b
          WHERE b.protocol = 'PAY' AND b.superseded_at IS NULL) b
         ON b.agreement = c.agreement AND b.valid @> c.effective_from
    JOIN placement p ON p.authority = b.authority AND p.job_type = c.job_type
         AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    JOIN LATERAL (SELECT q.pay_type, q.comparable_pence, q.comparable_coverage::text FROM placement_rate q
                  WHERE q.authority = p.authority AND q.placement = p.id AND q.superseded_at IS NULL
                  ORDER BY q.valid_from DESC LIMIT 1) r
         ON c.pay_type IN (r.pay_type, 'ALL', CASE r.pay_type WHEN 'PAYE' THEN 'UMBRELLA' END)
    WHERE c.id = counted AND c.superseded_at IS NULL;
END $$;
ALTER FUNCTION cap_effect OWNER TO accord_directory;
REVOKE ALL ON FUNCTION cap_effect FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cap_effect TO accord_app;
COMMENT ON FUNCTION cap_effect IS 'Running placements that a cap reaches, and those over it, counted for the region that sets it';
COMMIT;
