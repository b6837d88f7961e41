-- Deploy accord:tasks to pg
-- What waits for whom, from the records themselves: a task is there for as long as its record says so. A branch a kind:
-- which, whose, about what, by when, and the roles that see to it. Whose is a grant's scope: an authority, a region or a
-- supplier. Nothing here asks who the caller is: row-level security says what is seen, and who asks says whose it wants.
-- The functions are mere expressions, which the planner writes out where they are called: what is asked of them reaches
-- every branch, and its index. Their names were looked up when they were made, so that no search_path moves them.
\ir ../policies.psql
:begin

CREATE FUNCTION waiting_placements(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'DECISION', p.authority, 'placement', p.id, p.start_date, '{OFFICER}'::text[]
    FROM placement p
    WHERE p.status = 'REFERRED'
    UNION ALL
    SELECT 'STILL_TO_COME', p.authority, 'placement', p.id, p.start_date, '{OFFICER}'
    FROM placement p
    WHERE p.status = 'PROVISIONAL'
    UNION ALL
    SELECT 'PLACEMENT_ENDING', p.authority, 'placement', p.id, p.planned_end_date, '{OFFICER}'
    FROM placement p
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND p.planned_end_date <= today + 28
    UNION ALL
    -- Eight weeks ahead: the rate is over the cap of the day on which an extension would begin.
    SELECT 'CAP_AT_EXTENSION', p.authority, 'placement', p.id, p.planned_end_date, '{OFFICER}'
    FROM placement p
    JOIN LATERAL (SELECT q.pay_type, q.comparable_pence, q.comparable_coverage FROM placement_rate q
                  WHERE q.authority = p.authority AND q.placement = p.id AND q.superseded_at IS NULL
                  ORDER BY q.valid_from DESC LIMIT 1) r ON true
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND p.planned_end_date <= today + 56
      AND EXISTS (SELECT FROM (
            SELECT DISTINCT ON (c.agreement) c.cap_pence
            FROM binding b
            JOIN rate_cap c ON c.agreement = b.agreement AND c.status = 'PUBLISHED' AND c.superseded_at IS NULL
            WHERE b.authority = p.authority AND b.protocol = 'PAY' AND b.superseded_at IS NULL
              AND b.valid @> p.planned_end_date + 1 AND c.band IS NULL
              AND c.job_type = p.job_type AND c.coverage = r.comparable_coverage
              AND c.pay_type IN (r.pay_type, 'ALL', CASE r.pay_type WHEN 'PAYE' THEN 'UMBRELLA' END)
              AND daterange(c.effective_from, c.effective_to, '[]') @> p.planned_end_date + 1
            ORDER BY c.agreement, (c.pay_type = r.pay_type) DESC, (c.pay_type = 'ALL') DESC) c
          WHERE r.comparable_pence > c.cap_pence)
    UNION ALL
    -- Where a protocol on reviews binds.
    SELECT 'REVIEW_DUE', p.authority, 'placement', p.id, p.end_date, '{OFFICER}'
    FROM placement p
    WHERE p.status IN ('ENDED', 'CONVERTED') AND p.end_date IS NOT NULL
      AND EXISTS (SELECT FROM binding b WHERE b.authority = p.authority AND b.protocol = 'REVIEWS'
                    AND b.superseded_at IS NULL AND b.valid @> p.end_date)
      AND NOT EXISTS (SELECT FROM placement_review v
                      WHERE v.authority = p.authority AND v.placement = p.id AND v.superseded_at IS NULL);
END;

CREATE FUNCTION waiting_references(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'REFERENCE_TO_ANSWER', r.provider_authority, 'reference', r.id, r.due_by, '{OFFICER,HR}'::text[]
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL
    UNION ALL
    SELECT 'REFERENCE_DUE', r.authority, 'reference', r.id, r.due_by, '{OFFICER,REQUESTER}'
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL AND r.due_by < today
    UNION ALL
    -- Four weeks ahead, until the worker was shown one.
    SELECT CASE WHEN r.id IS NULL THEN 'REFERENCE_OWED' ELSE 'REFERENCE_TO_SHARE' END, p.authority,
           CASE WHEN r.id IS NULL THEN 'placement' ELSE 'reference' END, coalesce(r.id, p.id),
           coalesce(p.end_date, p.planned_end_date), '{OFFICER,HR}'
    FROM placement p
    LEFT JOIN reference r ON r.authority = p.authority AND r.placement = p.id AND r.provider = 'OWN' AND r.superseded_at IS NULL
    WHERE p.status NOT IN ('WITHDRAWN', 'REFUSED') AND r.shared_with_worker_on IS NULL
      AND coalesce(p.end_date, p.planned_end_date) <= today + 28
      AND coalesce(p.end_date, p.planned_end_date) >= (
          SELECT min(m.value::date) FROM ruleset_parameter m
          WHERE m.name = 'references_owed_from' AND m.superseded_at IS NULL);
END;

CREATE FUNCTION waiting_workers(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'DISPUTE', d.authority, 'dispute', d.id, d.due_on, '{OFFICER,HR,DCS}'::text[]
    FROM dispute d
    WHERE d.state = 'OPEN'
    UNION ALL
    SELECT 'CONFIRMATION', c.authority, 'confirmation', c.id, NULL, '{OFFICER,HR}'
    FROM confirmation c
    WHERE c.answered_at IS NULL;
END;

CREATE FUNCTION waiting_exceptions(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    -- Before the first day: a signature that comes later settles nothing.
    SELECT 'SIGNATURE', e.authority, 'exception', e.id, e.start_date,
           ARRAY(SELECT r.role FROM unnest(c.roles) AS r(role)
                 WHERE r.role NOT IN (SELECT s.role FROM sign_off s WHERE s.authority = e.authority AND s.exception = e.id))
    FROM rule_exception e
    JOIN sign_off_chain c ON c.rule = e.rule AND c.layer = e.layer AND c.superseded_at IS NULL AND c.valid @> e.start_date
    WHERE e.superseded_at IS NULL AND e.status = 'SUBMITTED' AND e.expires_on >= today
    UNION ALL
    SELECT 'EXCEPTION_TO_SUBMIT', e.authority, 'exception', e.id, e.start_date, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'DRAFT' AND e.expires_on >= today
    UNION ALL
    SELECT 'EXCEPTION_EXPIRING', e.authority, 'exception', e.id, e.expires_on, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'APPROVED' AND e.expires_on BETWEEN today AND today + 28;
END;

-- Only notices have a life of their own.
CREATE FUNCTION waiting_at_authorities(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT kind, authority, about, object, due, roles FROM waiting_placements(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_references(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_workers(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_exceptions(today)
    UNION ALL
    SELECT n.kind, n.authority, n.about, n.object, n.due, '{OFFICER}'
    FROM notice n
    WHERE n.done_at IS NULL;
END;

CREATE FUNCTION waiting_in_regions(today date)
RETURNS TABLE (kind text, region text, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    -- Answered, or not in time.
    SELECT 'INCIDENT_TO_DECIDE', i.region, 'supplier_incident', i.id, NULL::date, '{REGION_ADMIN}'::text[]
    FROM supplier_incident i
    WHERE i.state = 'ANSWERED' OR i.state = 'RAISED' AND i.due_by < today
    UNION ALL
    SELECT 'HEADHUNTING_TO_RESOLVE', h.lead_region, 'headhunting_report', h.id, NULL, '{REGION_ADMIN}'
    FROM headhunting_report h
    WHERE h.state = 'OPEN';
END;

CREATE FUNCTION waiting_at_suppliers(today date)
RETURNS TABLE (kind text, supplier uuid, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'INCIDENT_TO_ANSWER', i.supplier, 'supplier_incident', i.id, i.due_by, '{SUPPLIER}'::text[]
    FROM supplier_incident i
    WHERE i.state = 'RAISED';
END;

-- All of it. Exactly one of authority, region and supplier says whose a row is.
CREATE FUNCTION waiting(today date)
RETURNS TABLE (kind text, authority integer, region text, supplier uuid, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT kind, authority, NULL::text, NULL::uuid, about, object, due, roles FROM waiting_at_authorities(today)
    UNION ALL
    SELECT kind, NULL, region, NULL, about, object, due, roles FROM waiting_in_regions(today)
    UNION ALL
    SELECT kind, NULL, NULL, supplier, about, object, due, roles FROM waiting_at_suppliers(today);
END;

GRANT EXECUTE ON FUNCTION waiting_placements, waiting_references, waiting_workers, waiting_exceptions,
    waiting_at_authorities, waiting_in_regions, waiting_at_suppliers, waiting TO accord_app;
COMMENT ON FUNCTION waiting_placements IS 'What waits about placements';
COMMENT ON FUNCTION waiting_references IS 'What waits about references';
COMMENT ON FUNCTION waiting_workers IS 'What waits about workers'' facts';
COMMENT ON FUNCTION waiting_exceptions IS 'What waits about exceptions';
COMMENT ON FUNCTION waiting_at_authorities IS 'What waits for roles at authorities';
COMMENT ON FUNCTION waiting_in_regions IS 'What waits for regions'' administrators';
COMMENT ON FUNCTION waiting_at_suppliers IS 'What waits for suppliers';
COMMENT ON FUNCTION waiting IS 'What waits for whom: by scope as a grant has it, and the roles of which one sees to it';
COMMIT;
