-- SPDX-License-Identifier: MIT

-- conversion_add(id uuid, placement uuid, permanent_start date, extended_hire bool, fee_pence int8, fee_until date, employment uuid, recorded_at timestamptz)
-- Of the authority that the placement is of, whoever holds it now.
INSERT INTO conversion (id, authority, placement, permanent_start, extended_hire, fee_pence, fee_until, employment, recorded_at)
SELECT $id, p.authority, p.id, $permanent_start, $extended_hire, $fee_pence, $fee_until, $employment, $recorded_at
FROM placement p
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- conversion_supplies(placement uuid, last_day date)
-- When the placement's supplier supplied its worker to its authority, in the order of the first days; what has not ended
-- is supplied until the day before the permanent post.
SELECT q.start_date AS first, coalesce(q.end_date, greatest(q.start_date, $last_day)) AS last
FROM placement p
JOIN placement q ON q.authority = p.authority AND q.swe_number = p.swe_number AND q.supplier = p.supplier
     AND q.status NOT IN ('WITHDRAWN', 'REFUSED') AND q.start_date <= $last_day
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
ORDER BY q.start_date, q.id;

-- conversion_list(after_id uuid, page_size int4, counted bool)
-- Newest first; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT c.id, c.placement, c.permanent_start, c.extended_hire, c.fee_pence, c.fee_until, c.employment, c.recorded_at
    FROM conversion c WHERE c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), page AS MATERIALIZED (
    SELECT id, placement, permanent_start, extended_hire, fee_pence, fee_until, employment, recorded_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'conversion', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, placement, permanent_start, extended_hire, fee_pence, fee_until, employment, recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;
