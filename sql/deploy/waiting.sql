-- Deploy accord:waiting to pg
-- What waits for whom, from the records themselves: a task is there for as long as its record says so. A branch a kind:
-- which, whose, about what, by when, and the roles that see to it. Whose is a grant's scope: an authority, a region or a
-- supplier. Nothing here asks who the caller is: row-level security says what is seen, and who asks says whose it wants.
-- The functions are mere expressions, which the planner writes out where they are called: what is asked of them reaches
-- every branch, and its index. Their names were looked up when they were made, so that no search_path moves them.
\ir ../policies.psql
:begin

ALTER DOMAIN notice_kind DROP CONSTRAINT notice_kind_code;
ALTER DOMAIN notice_kind ADD CONSTRAINT notice_kind_code
    CHECK (VALUE IN ('VERDICT_CHANGED', 'RECORD_CHANGED', 'DISPUTE_DECIDED', 'EQUAL_TREATMENT'));

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
    -- Where the placement is to last so long, and until somebody says that it is seen to.
    SELECT 'EQUAL_TREATMENT', p.authority, 'placement', p.id, p.equal_treatment_from, '{OFFICER}'
    FROM placement p
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND p.equal_treatment_from <= today + 28
      AND coalesce(p.planned_end_date, 'infinity') >= p.equal_treatment_from
      AND NOT EXISTS (SELECT FROM notice n
                      WHERE n.authority = p.authority AND n.kind = 'EQUAL_TREATMENT' AND n.object = p.id)
    UNION ALL
    -- Of each agreement that binds, at recruitment and, once the placement has begun, at induction.
    SELECT 'INFORMATION_TO_GIVE', b.authority, 'placement', p.id, NULL, '{OFFICER}'
    FROM binding b
    JOIN placement p ON p.authority = b.authority AND b.valid @> p.start_date
         AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    JOIN (VALUES ('RECRUITMENT'), ('INDUCTION')) AS s(stage) ON s.stage = 'RECRUITMENT' OR p.start_date <= today
    WHERE b.protocol = 'INFORMATION' AND b.superseded_at IS NULL
      AND EXISTS (SELECT FROM information_version v WHERE v.agreement = b.agreement AND v.valid_from <= p.start_date)
      AND NOT EXISTS (SELECT FROM information_given g JOIN information_version v ON v.id = g.information
                      WHERE g.authority = p.authority AND g.placement = p.id AND g.stage = s.stage
                        AND v.agreement = b.agreement)
    GROUP BY b.authority, p.id
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
                      WHERE v.authority = p.authority AND v.placement = p.id AND v.superseded_at IS NULL)
    UNION ALL
    SELECT 'REVIEW_TO_SEND', v.authority, 'placement_review', v.id, NULL, '{OFFICER}'
    FROM placement_review v
    WHERE v.superseded_at IS NULL AND num_nulls(v.sent_to_worker_on, v.sent_to_supplier_on) > 0;
END;

CREATE FUNCTION waiting_references(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'REFERENCE_TO_ANSWER', r.provider_authority, 'reference', r.id, r.due_by, '{OFFICER,HR}'::text[]
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL
    UNION ALL
    SELECT 'REFERENCE_DUE', r.authority, 'reference', r.id, r.due_by, '{OFFICER,REQUESTER,HR}'
    FROM reference r
    WHERE r.status = 'ASKED' AND r.superseded_at IS NULL AND r.due_by < today
    UNION ALL
    SELECT 'REFERENCE_TO_VERIFY', r.authority, 'reference', r.id, NULL, '{OFFICER,HR}'
    FROM reference r
    WHERE r.status = 'ANSWERED' AND r.superseded_at IS NULL AND r.provider <> 'OWN' AND r.verified_on IS NULL
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
    SELECT 'EXCEPTION_TO_USE', e.authority, 'exception', e.id, e.start_date, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'APPROVED' AND e.placement IS NULL AND e.expires_on >= today
      AND NOT EXISTS (SELECT FROM placement p
                      WHERE p.authority = e.authority AND p.swe_number = e.swe_number AND e.id = ANY (p.exceptions))
    UNION ALL
    SELECT 'EXCEPTION_EXPIRING', e.authority, 'exception', e.id, e.expires_on, '{OFFICER}'
    FROM rule_exception e
    WHERE e.superseded_at IS NULL AND e.status = 'APPROVED' AND e.expires_on BETWEEN today AND today + 28;
END;

-- Teams have no end of their own: what waits about one waits until its planned exit.
CREATE FUNCTION waiting_supply(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    -- The first day on which one who is not approved is to begin, less a day.
    SELECT 'TEAM_APPROVAL', w.authority, 'project_team', w.project_team, min(w.start_date) - 1, '{OFFICER,DCS}'::text[]
    FROM project_team_worker w
    JOIN project_team_terms t ON t.authority = w.authority AND t.project_team = w.project_team AND t.superseded_at IS NULL
    WHERE w.superseded_at IS NULL AND t.planned_exit >= today
      AND NOT EXISTS (SELECT FROM project_team_approval v
                      WHERE v.authority = w.authority AND v.worker = w.id AND v.superseded_at IS NULL)
    GROUP BY w.authority, w.project_team
    UNION ALL
    SELECT 'TEAM_ENDING', t.authority, 'project_team', t.project_team, t.planned_exit, '{OFFICER}'
    FROM project_team_terms t
    WHERE t.superseded_at IS NULL AND t.planned_exit BETWEEN today AND today + 28
    UNION ALL
    -- Of the quarter before this one, where the team was there in it.
    SELECT 'TEAM_COST', p.authority, 'project_team', p.id, NULL, '{OFFICER}'
    FROM project_team p
    JOIN project_team_terms t ON t.authority = p.authority AND t.project_team = p.id AND t.superseded_at IS NULL
    WHERE p.start_date < date_trunc('quarter', today::timestamp)
      AND t.planned_exit >= date_trunc('quarter', today::timestamp) - interval '3 months'
      AND NOT EXISTS (SELECT FROM project_team_cost c
                      WHERE c.authority = p.authority AND c.project_team = p.id AND c.superseded_at IS NULL
                        AND c.quarter = to_char(today::timestamp - interval '3 months', 'YYYY"-Q"Q'))
    UNION ALL
    SELECT 'CANDIDATE_TO_CONSIDER', r.authority, 'requirement', r.id, r.start_date, '{OFFICER,REQUESTER}'
    FROM requirement r
    WHERE r.closed_at IS NULL
      AND EXISTS (SELECT FROM requirement_candidate c WHERE c.authority = r.authority AND c.requirement = r.id);
END;

GRANT EXECUTE ON FUNCTION waiting_placements, waiting_references, waiting_workers, waiting_exceptions, waiting_supply
    TO accord_app;
COMMENT ON FUNCTION waiting_placements IS 'What waits about placements';
COMMENT ON FUNCTION waiting_references IS 'What waits about references';
COMMENT ON FUNCTION waiting_workers IS 'What waits about workers'' facts';
COMMENT ON FUNCTION waiting_exceptions IS 'What waits about exceptions';
COMMENT ON FUNCTION waiting_supply IS 'What waits about project teams and requirements';
COMMIT;
