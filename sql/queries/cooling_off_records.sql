-- SPDX-License-Identifier: MIT

-- cool_off_windows(today date)
-- The cool-off terms in force today of the agreements whose cool-off protocol has bound the caller's authority at any
-- time: which of them bound it on a leaver's last day is decided leaver by leaver.
SELECT t.agreement, a.name, t.cool_off_months AS months, t.covers_own_authority, t.exceptions, t.cool_off_last_day AS last_day
FROM agreement a
JOIN agreement_terms t ON t.agreement = a.id AND t.superseded_at IS NULL AND t.valid @> $today
WHERE a.superseded_at IS NULL AND a.valid @> $today AND t.cool_off_months > 0
  AND EXISTS (
      SELECT FROM binding b
      CROSS JOIN unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
      WHERE b.agreement = a.id AND b.protocol = 'COOL_OFF' AND b.superseded_at IS NULL
        AND b.authority = ANY (standing_of(mine.authority, $today) || mine.authority))
ORDER BY a.name, t.agreement;

-- cooling_off_list(today date, left_from date, agreements uuid[], agreed_from text[], sort text, after_place int8, after_id uuid, page_size int4, counted bool)
-- Posts that start a cooling-off period and were left before today: on or after left_from, or on or after the day that
-- stands at the place of an agreement that bound the employer then. By place, then the newest first; page_size is one
-- more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT e.id, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.start_date, e.last_day, e.probation_end,
           e.leaving_reason, e.evidence_kind, e.evidence_dated, e.disputed, b.bound,
           (CASE $sort WHEN 'last_day' THEN DATE 'epoch' - e.last_day
                       WHEN '-last_day' THEN e.last_day - DATE 'epoch' ELSE 0 END)::int8 AS place
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
    JOIN authority a ON a.id = mine.authority
    CROSS JOIN LATERAL (
        SELECT o.id, o.authority, o.swe_number, o.basis, o.service, o.start_date, o.last_day, o.probation_end,
               o.leaving_reason, o.evidence_kind, o.evidence_dated, o.disputed
        FROM employment o
        WHERE o.authority = mine.authority AND o.superseded_at IS NULL
          AND o.basis IN ('SUBSTANTIVE', 'FIXED_TERM') AND o.leaving_reason <> 'TUPE'
          AND o.last_day >= least($left_from, (SELECT min(f.day::date) FROM unnest($agreed_from) AS f(day)))
          AND o.last_day < $today) e
    CROSS JOIN LATERAL (
        SELECT ARRAY(
            SELECT DISTINCT g.agreement FROM binding g
            WHERE g.protocol = 'COOL_OFF' AND g.superseded_at IS NULL AND g.valid @> e.last_day
              AND g.authority = ANY (standing_of(e.authority, $today) || e.authority)) AS bound) b
    WHERE e.last_day >= $left_from
       OR EXISTS (SELECT FROM unnest($agreements, $agreed_from) AS w(agreement, day)
                  WHERE w.agreement = ANY (b.bound) AND e.last_day >= w.day::date)
), page AS MATERIALIZED (
    SELECT id, authority, swe_number, basis, service, start_date, last_day, probation_end, leaving_reason, evidence_kind,
           evidence_dated, disputed, bound, place
    FROM listed
    WHERE $after_id IS NULL OR (place, id) < ($after_place, $after_id)
    ORDER BY place DESC, id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'employment', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT id, authority, swe_number, basis, service, start_date, last_day, probation_end, leaving_reason, evidence_kind,
       evidence_dated, disputed, bound, place, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY place DESC, id DESC;

-- cooling_off_show(id uuid, today date)
-- One of the caller's, whether its periods run, are over or are to come; audited.
WITH found AS MATERIALIZED (
    SELECT e.id, e.authority, e.swe_number, e.basis, e.service, e.start_date, e.last_day, e.probation_end,
           e.leaving_reason, e.evidence_kind, e.evidence_dated, e.disputed
    FROM employment e
    WHERE e.id = $id AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND e.superseded_at IS NULL AND e.last_day IS NOT NULL
      AND e.basis IN ('SUBSTANTIVE', 'FIXED_TERM') AND e.leaving_reason <> 'TUPE'
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome) SELECT 'employment', ARRAY[id], 'done' FROM found
)
SELECT e.id, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.start_date, e.last_day, e.probation_end,
       e.leaving_reason, e.evidence_kind, e.evidence_dated, e.disputed,
       ARRAY(SELECT DISTINCT g.agreement FROM binding g
             WHERE g.protocol = 'COOL_OFF' AND g.superseded_at IS NULL AND g.valid @> e.last_day
               AND g.authority = ANY (standing_of(e.authority, $today) || e.authority)) AS bound
FROM found e JOIN authority a ON a.id = e.authority;
