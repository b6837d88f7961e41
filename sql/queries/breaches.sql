-- SPDX-License-Identifier: MIT

-- breach_add(id uuid, placement uuid, rule text, layer text, agreement uuid, state text, detected_on date, known_after_start bool)
-- Unless the placement has this breach already, in this state and not resolved.
INSERT INTO breach (id, authority, placement, rule, layer, agreement, state, detected_on, known_after_start)
SELECT $id, p.authority, p.id, $rule, $layer, $agreement, $state, $detected_on, $known_after_start
FROM placement p
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND NOT EXISTS (SELECT FROM breach b
                  WHERE b.authority = p.authority AND b.placement = $placement AND b.rule = $rule AND b.layer = $layer
                    AND b.agreement IS NOT DISTINCT FROM $agreement AND b.state = $state AND b.resolved_on IS NULL);

-- breaches_resolve(placement uuid, rule text, standing text[], day date)
-- Of the rule, or of all rules where none is given; those that stand, as LAYER/agreement/STATE, are not resolved.
UPDATE breach SET resolved_on = greatest($day, detected_on)
WHERE placement = $placement AND resolved_on IS NULL AND ($rule IS NULL OR rule = $rule)
  AND concat_ws('/', layer, coalesce(agreement::text, ''), state) <> ALL ($standing)
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- breach_list(states text[], rules text[], open bool, today date, after_id uuid, page_size int4, counted bool)
-- Newest first: the caller's authority's own, each with who has signed for it, or the region's counts to its
-- administrator, who has no authority. One that ends with its placement, or by a later rate, is open until that day.
-- page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT b.id, b.authority, b.owner, b.placement, b.rule, b.layer, b.agreement, b.state, b.detected_on, b.resolved_on,
           b.region_notified_on, b.known_after_start, b.breaches, b.late_signatures, b.late_facts
    FROM (SELECT o.id, a.dfe_code AS authority, o.authority AS owner, o.placement, o.rule::text AS rule,
                 o.layer::text AS layer, o.agreement, o.state::text AS state, o.detected_on, o.resolved_on,
                 o.region_notified_on, o.known_after_start, NULL::int4 AS breaches, NULL::int4 AS late_signatures,
                 NULL::int4 AS late_facts
          FROM breach o JOIN authority a ON a.id = o.authority
          WHERE o.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
          UNION ALL
          SELECT r.id, r.authority, NULL, NULL, r.rule, r.layer, r.agreement, r.state, r.detected_on, r.resolved_on, NULL,
                 false, r.breaches, r.late_signatures, r.late_facts
          FROM breaches_of_region() r) b
    WHERE ($states IS NULL OR b.state = ANY ($states)) AND ($rules IS NULL OR b.rule = ANY ($rules))
      AND (NOT $open OR b.resolved_on IS NULL OR b.resolved_on > $today)
), page AS MATERIALIZED (
    SELECT id, authority, owner, placement, rule, layer, agreement, state, detected_on, resolved_on, region_notified_on,
           known_after_start, breaches, late_signatures, late_facts
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'breach', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT g.id, g.authority, g.placement, g.rule, g.layer, g.agreement, g.state, g.detected_on, g.resolved_on,
       g.region_notified_on, g.known_after_start, g.breaches, g.late_signatures, g.late_facts,
       g.state = 'OPEN' AND signed_late(g.owner, g.placement, g.rule, g.layer, g.agreement) AS signed_late,
       (SELECT jsonb_agg(jsonb_build_object('exception', s.exception, 'role', s.role, 'person', s.person,
                                            'signed_on', s.signed_on, 'how', s.how, 'late', s.late) ORDER BY s.id)
        FROM exceptions_about(g.owner, g.placement, g.rule, g.layer, g.agreement) e
        JOIN sign_off s ON s.authority = g.owner AND s.exception = e.exception
        WHERE e.status IN ('SUBMITTED', 'APPROVED')) AS signatures,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page g ORDER BY g.id DESC;
