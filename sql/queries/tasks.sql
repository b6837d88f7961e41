-- What waits for whom, from the records themselves: a task is there for as long as its record says so. Only notices have
-- a life of their own. SPDX-License-Identifier: MIT

-- task_list(today date, kinds text[], after_place int8, after_id uuid, page_size int4, counted bool)
-- The soonest due first, those without a day last. page_size is one more than is shown, and audited.
WITH waiting AS NOT MATERIALIZED (
    -- A branch a kind: which, whose, about what, by when, and the roles that see to it.
    SELECT 'DECISION' AS kind, p.authority, 'placement' AS about, p.id AS object, p.start_date AS due, '{OFFICER}'::text[] AS roles
    FROM placement p
    WHERE p.status = 'REFERRED'
    UNION ALL
    SELECT 'STILL_TO_COME', p.authority, 'placement', p.id, p.start_date, '{OFFICER}'
    FROM placement p
    WHERE p.status = 'PROVISIONAL'
    UNION ALL
    SELECT 'PLACEMENT_ENDING', p.authority, 'placement', p.id, p.planned_end_date, '{OFFICER}'
    FROM placement p
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND p.planned_end_date <= $today + 28
    UNION ALL
    -- Eight weeks ahead: the rate is over the cap of the day on which an extension would begin.
    SELECT 'CAP_AT_EXTENSION', p.authority, 'placement', p.id, p.planned_end_date, '{OFFICER}'
    FROM placement p
    JOIN LATERAL (SELECT q.pay_type, q.comparable_pence, q.comparable_coverage FROM placement_rate q
                  WHERE q.authority = p.authority AND q.placement = p.id AND q.superseded_at IS NULL
                  ORDER BY q.valid_from DESC LIMIT 1) r ON true
    JOIN LATERAL (SELECT DISTINCT ON (c.agreement) c.cap_pence
                  FROM binding b
                  JOIN rate_cap c ON c.agreement = b.agreement AND c.status = 'PUBLISHED' AND c.superseded_at IS NULL
                  WHERE b.authority = p.authority AND b.protocol = 'PAY' AND b.superseded_at IS NULL
                    AND b.valid @> p.planned_end_date + 1 AND c.band IS NULL
                    AND c.job_type = p.job_type AND c.coverage = r.comparable_coverage
                    AND c.pay_type IN (r.pay_type, 'ALL', CASE r.pay_type WHEN 'PAYE' THEN 'UMBRELLA' END)
                    AND daterange(c.effective_from, c.effective_to, '[]') @> p.planned_end_date + 1
                  ORDER BY c.agreement, (c.pay_type = r.pay_type) DESC, (c.pay_type = 'ALL') DESC) c
         ON r.comparable_pence > c.cap_pence
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND p.planned_end_date <= $today + 56
    UNION ALL
    SELECT 'REFERENCE_TO_ANSWER', r.provider_authority, 'reference', r.id, r.due_by, '{OFFICER,HR}'
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL
    UNION ALL
    SELECT 'REFERENCE_DUE', r.authority, 'reference', r.id, r.due_by, '{OFFICER,REQUESTER}'
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL AND r.due_by < $today
    UNION ALL
    -- Four weeks ahead, until the worker was shown one.
    SELECT CASE WHEN r.id IS NULL THEN 'REFERENCE_OWED' ELSE 'REFERENCE_TO_SHARE' END, p.authority,
           CASE WHEN r.id IS NULL THEN 'placement' ELSE 'reference' END, coalesce(r.id, p.id),
           coalesce(p.end_date, p.planned_end_date), '{OFFICER,HR}'
    FROM placement p
    LEFT JOIN reference r ON r.authority = p.authority AND r.placement = p.id AND r.provider = 'OWN' AND r.superseded_at IS NULL
    WHERE p.status NOT IN ('WITHDRAWN', 'REFUSED') AND r.shared_with_worker_on IS NULL
      AND coalesce(p.end_date, p.planned_end_date) <= $today + 28
      AND coalesce(p.end_date, p.planned_end_date) >= (
          SELECT min(m.value::date) FROM ruleset_parameter m
          WHERE m.name = 'references_owed_from' AND m.superseded_at IS NULL)
    UNION ALL
    -- Where a protocol on reviews binds.
    SELECT 'REVIEW_DUE', p.authority, 'placement', p.id, p.end_date, '{OFFICER}'
    FROM placement p
    WHERE p.status IN ('ENDED', 'CONVERTED') AND p.end_date IS NOT NULL
      AND EXISTS (SELECT FROM binding b WHERE b.authority = p.authority AND b.protocol = 'REVIEWS'
                    AND b.superseded_at IS NULL AND b.valid @> p.end_date)
      AND NOT EXISTS (SELECT FROM placement_review v
                      WHERE v.authority = p.authority AND v.placement = p.id AND v.superseded_at IS NULL)
    UNION ALL
    SELECT 'DISPUTE', d.authority, 'dispute', d.id, d.due_on, '{OFFICER,HR,DCS}'
    FROM dispute d
    WHERE d.state = 'OPEN' AND d.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    UNION ALL
    SELECT 'CONFIRMATION', c.authority, 'confirmation', c.id, NULL, '{OFFICER,HR}'
    FROM confirmation c
    WHERE c.answered_at IS NULL AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    UNION ALL
    -- Before the first day: a signature that comes later settles nothing.
    SELECT 'SIGNATURE', e.authority, 'exception', e.id, e.start_date,
           ARRAY(SELECT r.role FROM unnest(c.roles) AS r(role)
                 WHERE r.role NOT IN (SELECT s.role FROM sign_off s WHERE s.authority = e.authority AND s.exception = e.id))
    FROM rule_exception e
    JOIN sign_off_chain c ON c.rule = e.rule AND c.layer = e.layer AND c.superseded_at IS NULL AND c.valid @> e.start_date
    WHERE e.superseded_at IS NULL AND e.status = 'SUBMITTED' AND e.expires_on >= $today
    UNION ALL
    SELECT 'EXCEPTION_TO_SUBMIT', e.authority, 'exception', e.id, e.start_date, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'DRAFT' AND e.expires_on >= $today
    UNION ALL
    SELECT 'EXCEPTION_EXPIRING', e.authority, 'exception', e.id, e.expires_on, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'APPROVED' AND e.expires_on BETWEEN $today AND $today + 28
    UNION ALL
    SELECT n.kind, n.authority, n.about, n.object, n.due, '{OFFICER}'
    FROM notice n
    WHERE n.done_at IS NULL
), listed AS NOT MATERIALIZED (
    SELECT coalesce((SELECT n.id FROM notice n WHERE n.authority = w.authority AND n.kind = w.kind AND n.object = w.object
                       AND n.done_at IS NULL),
                    md5(w.kind || w.object)::uuid) AS id,
           w.kind, w.authority, w.about, w.object, w.due,
           (DATE 'epoch' - coalesce(w.due, '9999-12-31'))::int8 AS place
    FROM waiting w
    WHERE w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND current_setting('accord.role', true) = ANY (w.roles) AND ($kinds IS NULL OR w.kind = ANY ($kinds))
    GROUP BY w.kind, w.authority, w.about, w.object, w.due
), page AS MATERIALIZED (
    SELECT l.id, l.kind, l.authority, l.about, l.object, l.due, l.place FROM listed l
    WHERE $after_id IS NULL OR (l.place, l.id) < ($after_place, $after_id)
    ORDER BY l.place DESC, l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'task', coalesce(array_agg(object), '{}'), 'done'
    FROM (SELECT object FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT g.id, g.kind, a.dfe_code AS authority, g.about, g.object, g.due, g.place,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page g JOIN authority a ON a.id = g.authority
ORDER BY g.place DESC, g.id DESC;

-- notice_get(id uuid)
SELECT n.id, n.kind, a.dfe_code AS authority, n.about, n.object, n.due, n.done_at
FROM notice n JOIN authority a ON a.id = n.authority
WHERE n.id = $id AND n.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- notice_done(id uuid, done_at timestamptz)
WITH u AS (
    UPDATE notice SET done_at = $done_at, done_by = nullif(current_setting('accord.principal', true), '')::uuid
    WHERE id = $id AND done_at IS NULL AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'notice_done');
