-- Deploy accord:benchmarks to pg
-- The plain, exact query over all rates of the caller's region. What of it may be shown is decided by the daemon's
-- suppression rule before anything leaves: the aggregates here are not yet for anybody's eyes.
\ir ../policies.psql
:begin

CREATE INDEX placement_rate_by_day ON placement_rate (valid_from) WHERE superseded_at IS NULL;

-- A rate counts in every quarter in which it is in force, for placements that stood. `own` is the caller's.
CREATE FUNCTION benchmark_rates(first_day date, last_day date)
RETURNS TABLE (job_type text, placements bigint, authorities bigint, largest bigint, lower_quartile double precision,
               median double precision, upper_quartile double precision, over_cap bigint, cap_pence bigint,
               own_median double precision, not_comparable bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/London')::date;
    own integer := nullif(current_setting('accord.authority', true), '');
    here text := nullif(current_setting('accord.region', true), '');
BEGIN
    PERFORM require(here IS NOT NULL, 'forbidden');
    PERFORM require(own IS NULL OR EXISTS (
        SELECT FROM membership m JOIN agreement a ON a.id = m.agreement
        WHERE m.authority = own AND m.superseded_at IS NULL AND m.sharing_agreement_signed_on IS NOT NULL
          AND m.valid * a.valid @> today AND a.superseded_at IS NULL AND here = ANY (a.regions)),
        'sharing_agreement_unsigned');
    RETURN QUERY
    WITH RECURSIVE line(authority, body) AS (
        SELECT a.id, a.id FROM authority a WHERE a.region = here
        UNION
        SELECT l.authority, s.successor FROM line l
        JOIN authority_succession s ON s.predecessor = l.body AND s.succeeded_on <= today
    ), held AS (
        -- By whom an authority's placements are held today: by itself, or by each of those that have succeeded it.
        SELECT l.authority, array_agg(l.body ORDER BY l.body) AS bodies
        FROM line l
        WHERE NOT EXISTS (SELECT FROM authority_succession s
                          WHERE s.predecessor = l.body AND s.succeeded_on <= today)
        GROUP BY l.authority
    ), cap AS (
        SELECT DISTINCT ON (c.job_type) c.job_type::text AS job_type, c.cap_pence::bigint AS cap_pence
        FROM rate_cap c
        WHERE c.lead_region = here AND c.status = 'PUBLISHED' AND c.superseded_at IS NULL AND c.band IS NULL
          AND c.coverage = 'PAY_HOL_ENI_LEVY' AND daterange(c.effective_from, c.effective_to, '[]') @> last_day
        ORDER BY c.job_type, (c.pay_type = 'ALL') DESC, (c.pay_type = 'UMBRELLA') DESC, c.effective_from DESC
    ), rate AS (
        SELECT p.job_type::text AS job_type, h.bodies, p.id AS placement,
               CASE WHEN r.comparable_coverage = 'PAY_HOL_ENI_LEVY' THEN r.comparable_pence::bigint END AS pence
        FROM placement_rate r
        JOIN placement p ON p.authority = r.authority AND p.id = r.placement
        JOIN held h ON h.authority = p.authority
        WHERE r.superseded_at IS NULL
          AND p.status IN ('CONFIRMED', 'ENDED', 'CONVERTED', 'IN_BREACH')
          AND r.valid_from <= benchmark_rates.last_day
          AND coalesce(r.valid_to, p.end_date, p.planned_end_date, 'infinity') >= first_day
          AND coalesce(p.end_date, 'infinity') >= first_day
    ), contribution AS (
        SELECT r.job_type, r.bodies, count(DISTINCT r.placement) AS placements
        FROM rate r WHERE r.pence IS NOT NULL GROUP BY 1, 2
    ), away AS (
        -- What is left of a cell to a body that knows all that it holds.
        SELECT b.job_type, b.body, count(DISTINCT c.bodies[1]) AS others, coalesce(sum(c.placements), 0) AS placements
        FROM (SELECT DISTINCT k.job_type, u.body FROM contribution k, unnest(k.bodies) AS u(body)) b
        LEFT JOIN contribution c ON c.job_type = b.job_type AND b.body <> ALL (c.bodies)
        GROUP BY 1, 2
    ), contributors AS (
        SELECT c.job_type, c.placements, a.others + 1 AS authorities, c.placements - a.placements AS largest
        FROM (SELECT k.job_type, sum(k.placements)::bigint AS placements FROM contribution k GROUP BY 1) c
        JOIN (SELECT w.job_type, min(w.others) AS others, min(w.placements)::bigint AS placements FROM away w GROUP BY 1) a
             USING (job_type)
    )
    SELECT t.job_type, coalesce(k.placements, 0), coalesce(k.authorities, 0), coalesce(k.largest, 0),
           q.quartiles[1], q.quartiles[2], q.quartiles[3], q.over_cap, cap.cap_pence, q.own_median,
           coalesce(q.not_comparable, 0)
    FROM unnest(ARRAY['SW', 'SSW', 'AP', 'TM', 'IRO_CPCC']) WITH ORDINALITY AS t(job_type, nth)
    LEFT JOIN cap USING (job_type)
    LEFT JOIN contributors k USING (job_type)
    LEFT JOIN LATERAL (
        SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY r.pence) AS quartiles,
               count(DISTINCT r.placement) FILTER (WHERE r.pence > cap.cap_pence) AS over_cap,
               percentile_cont(0.5) WITHIN GROUP (ORDER BY r.pence) FILTER (WHERE own = ANY (r.bodies)) AS own_median,
               count(DISTINCT r.placement) FILTER (WHERE r.pence IS NULL) AS not_comparable
        FROM rate r WHERE r.job_type = t.job_type
    ) q ON true
    ORDER BY t.nth;
END $$;
ALTER FUNCTION benchmark_rates OWNER TO accord_directory;
REVOKE ALL ON FUNCTION benchmark_rates FROM PUBLIC;
GRANT EXECUTE ON FUNCTION benchmark_rates TO accord_app;
COMMENT ON FUNCTION benchmark_rates IS 'Aggregates of the caller''s region by job type, before suppression';
COMMIT;
