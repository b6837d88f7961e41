-- SPDX-License-Identifier: MIT

-- breach_add(id uuid, placement uuid, rule text, layer text, agreement uuid, state text, detected_on date, known_after_start bool)
-- Unless the placement has this breach open already.
INSERT INTO breach (id, authority, placement, rule, layer, agreement, state, detected_on, known_after_start)
SELECT $id, p.authority, p.id, $rule, $layer, $agreement, $state, $detected_on, $known_after_start
FROM placement p
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND NOT EXISTS (SELECT FROM breach b
                  WHERE b.authority = p.authority AND b.placement = $placement AND b.rule = $rule AND b.layer = $layer
                    AND b.agreement IS NOT DISTINCT FROM $agreement AND b.resolved_on IS NULL);

-- breaches_resolve(placement uuid, rule text, standing uuid[], day date)
-- Of the rule, or of all rules where none is given; those under the agreements in standing stay open, and the one under
-- none where the nil id stands among them.
UPDATE breach SET resolved_on = greatest($day, detected_on)
WHERE placement = $placement AND resolved_on IS NULL AND ($rule IS NULL OR rule = $rule)
  AND coalesce(agreement, '00000000-0000-0000-0000-000000000000') <> ALL ($standing)
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- breach_list(states text[], rules text[], open bool, after_id uuid, page_size int4, counted bool)
-- Newest first: the caller's authority's own, or the region's counts to its administrator, who has no authority.
-- page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT b.id, b.authority, b.placement, b.rule, b.layer, b.agreement, b.state, b.detected_on, b.resolved_on,
           b.region_notified_on, b.breaches
    FROM (SELECT o.id, a.dfe_code AS authority, o.placement, o.rule::text AS rule, o.layer::text AS layer, o.agreement,
                 o.state::text AS state, o.detected_on, o.resolved_on, o.region_notified_on, NULL::int4 AS breaches
          FROM breach o JOIN authority a ON a.id = o.authority
          WHERE o.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
          UNION ALL
          SELECT r.id, r.authority, NULL, r.rule, r.layer, r.agreement, r.state, r.detected_on, r.resolved_on, NULL,
                 r.breaches
          FROM breaches_of_region() r) b
    WHERE ($states IS NULL OR b.state = ANY ($states)) AND ($rules IS NULL OR b.rule = ANY ($rules))
      AND (NOT $open OR b.resolved_on IS NULL)
), page AS MATERIALIZED (
    SELECT id, authority, placement, rule, layer, agreement, state, detected_on, resolved_on, region_notified_on, breaches
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'breach', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, authority, placement, rule, layer, agreement, state, detected_on, resolved_on, region_notified_on, breaches,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;
