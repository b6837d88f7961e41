-- Everything that the caller's authority holds on a worker, for the worker: earlier versions too, and who has seen it. What
-- another authority holds is not in it: two-party rows are shown as the caller's side of them has them.
-- SPDX-License-Identifier: MIT

-- worker_record(swe_number text, today date)
WITH mine AS MATERIALIZED (
    SELECT nullif(current_setting('accord.authorities', true), '')::int4[] AS authorities
), spell AS MATERIALIZED (
    SELECT e.id, e.version, e.basis, e.service, e.job_type, e.start_date, e.last_day, e.probation_end, e.leaving_reason,
           e.evidence_kind, e.evidence_dated, e.external_ref, e.disputed, e.recorded_at, e.recorded_by, e.superseded_at
    FROM employment e, mine m WHERE e.swe_number = $swe_number AND e.authority = ANY (m.authorities)
), qualification AS MATERIALIZED (
    SELECT q.id, q.qualified_on, q.recorded_at, q.recorded_by, q.superseded_at
    FROM worker_qualification q, mine m WHERE q.swe_number = $swe_number AND q.authority = ANY (m.authorities)
), checked AS MATERIALIZED (
    SELECT c.id, c.checked_at, c.principal AS checked_by, c.purpose, c.start_date, c.asked::text AS asked, c.outcome,
           c.findings
    FROM eligibility_check c, mine m WHERE c.swe_number = $swe_number AND c.authority = ANY (m.authorities)
), placed AS MATERIALIZED (
    SELECT p.id, p.status, p.supplier, p.local_role, p.job_type, p.start_date, p.planned_end_date, p.end_date, p.end_reason,
           p.minutes_per_week, p.reason, p.offer_date, p.notice_days, p.notice_served_days, p.requirement_ref,
           p.external_ref, p.recorded_at, p.recorded_by,
           (SELECT jsonb_agg(jsonb_build_object('from', r.valid_from, 'to', r.valid_to, 'pay_type', r.pay_type,
                                                'coverage', r.coverage, 'pay_pence', r.pay_pence::bigint,
                                                'charge_pence', r.charge_pence::bigint, 'recorded_at', r.recorded_at,
                                                'recorded_by', r.recorded_by, 'superseded_at', r.superseded_at)
                             ORDER BY r.valid_from, r.id)
            FROM placement_rate r WHERE r.authority = p.authority AND r.placement = p.id) AS rates,
           (SELECT jsonb_agg(jsonb_build_object('finding', d.rule || '/' || d.layer, 'decision', d.decision,
                                                'reason', d.reason, 'decided_by', d.recorded_by,
                                                'decided_at', d.recorded_at) ORDER BY d.id)
            FROM placement_decision d WHERE d.authority = p.authority AND d.placement = p.id) AS decisions,
           (SELECT jsonb_agg(jsonb_build_object('rule', b.rule, 'layer', b.layer, 'state', b.state,
                                                'detected_on', b.detected_on, 'resolved_on', b.resolved_on) ORDER BY b.id)
            FROM breach b WHERE b.authority = p.authority AND b.placement = p.id) AS breaches,
           (SELECT jsonb_agg(jsonb_build_object('extended_from', x.extended_from, 'planned_end_date', x.planned_end_date,
                                                'reason', x.reason, 'recorded_at', x.recorded_at,
                                                'recorded_by', x.recorded_by) ORDER BY x.id)
            FROM placement_extension x WHERE x.authority = p.authority AND x.placement = p.id) AS extensions,
           (SELECT jsonb_agg(jsonb_build_object('information', g.information, 'stage', g.stage, 'given_on', g.given_on,
                                                'recorded_at', g.recorded_at, 'recorded_by', g.recorded_by) ORDER BY g.id)
            FROM information_given g WHERE g.authority = p.authority AND g.placement = p.id) AS information,
           (SELECT jsonb_build_object('id', c.id, 'permanent_start', c.permanent_start, 'extended_hire', c.extended_hire,
                                      'fee_pence', c.fee_pence::bigint, 'employment', c.employment,
                                      'recorded_at', c.recorded_at, 'recorded_by', c.recorded_by)
            FROM conversion c WHERE c.authority = p.authority AND c.placement = p.id) AS conversion
    FROM placement p, mine m WHERE p.swe_number = $swe_number AND p.authority = ANY (m.authorities)
), disputed AS MATERIALIZED (
    SELECT d.id, d.fact, d.statement, d.due_on, d.state, d.opened_at, d.decided_at, l.record, c.reason
    FROM dispute d
    CROSS JOIN mine m
    LEFT JOIN dispute_link l ON l.authority = d.authority AND l.dispute = d.id
    LEFT JOIN dispute_decision c ON c.authority = d.authority AND c.dispute = d.id
    WHERE d.swe_number = $swe_number AND (d.authority = ANY (m.authorities) OR d.opened_through = ANY (m.authorities))
), declared AS MATERIALIZED (
    SELECT f.id, f.last_day, f.asked_at, f.answered_at, r.answer, r.employment
    FROM confirmation f
    CROSS JOIN mine m
    LEFT JOIN confirmation_reply r ON r.authority = f.authority AND r.confirmation = f.id
    WHERE f.swe_number = $swe_number AND (f.authority = ANY (m.authorities) OR f.asked_by = ANY (m.authorities))
), referred AS MATERIALIZED (
    SELECT r.id, r.version, r.provider, a.dfe_code AS provider_authority, r.status, r.engaged_from, r.engaged_to, r.asked_on,
           r.due_by, r.decline_reason, r.referee_name, r.referee_post, r.referee_body, r.relation, r.dated, r.received_on,
           r.verified_on, r.verified_how, r.given_in_confidence, r.shared_with_worker_on, r.worker_comments, r.disputed,
           CASE WHEN NOT r.given_in_confidence THEN r.answers::text END AS answers,
           CASE WHEN r.given_in_confidence THEN NULL
                WHEN (r.review ->> 'recommendation_ends_on')::date < $today
                THEN r.review - '{recommendation,recommendation_ends_on}'::text[] ELSE r.review END AS review,
           (SELECT jsonb_build_object('media_type', f.media_type, 'size', f.size, 'sha256', encode(f.sha256, 'hex'),
                                      'recorded_at', f.recorded_at, 'recorded_by', f.recorded_by)
            FROM reference_form f
            WHERE f.authority = r.authority AND f.reference = r.id AND f.version = r.version) AS form,
           r.recorded_at, r.recorded_by, r.superseded_at
    FROM reference r LEFT JOIN authority a ON a.id = r.provider_authority
    CROSS JOIN mine m
    WHERE r.swe_number = $swe_number AND (r.authority = ANY (m.authorities) OR r.provider_authority = ANY (m.authorities))
), reviewed AS MATERIALIZED (
    SELECT w.id, w.version, w.placement, w.outcome, w.notice_required_days, w.notice_served_days, w.handover,
           w.development_needs, w.recommendation, w.recommendation_ends_on, w.sent_to_worker_on, w.sent_to_supplier_on,
           w.worker_comments, w.supplier_comments, w.recorded_at, w.recorded_by, w.superseded_at
    FROM placement_review w JOIN placement p ON p.authority = w.authority AND p.id = w.placement
    CROSS JOIN mine m
    WHERE p.swe_number = $swe_number AND p.authority = ANY (m.authorities)
), departed AS MATERIALIZED (
    SELECT e.id, e.version, e.placement, e.rule, e.layer, e.start_date, e.local_role, e.cap_pence::bigint AS cap_pence,
           e.comparable_pence::bigint AS comparable_pence, e.grounds, e.reason, e.alternatives, e.expires_on, e.status,
           e.refusal, e.recorded_at, e.recorded_by, e.superseded_at,
           (SELECT jsonb_agg(jsonb_build_object('id', s.id, 'role', s.role, 'person', s.person,
                                                'signed_on', s.signed_on, 'how', s.how, 'evidence', s.evidence,
                                                'late', s.late) ORDER BY s.id)
            FROM sign_off s
            WHERE s.authority = e.authority AND s.exception = e.id AND s.version = e.version) AS sign_offs
    FROM rule_exception e, mine m WHERE e.swe_number = $swe_number AND e.authority = ANY (m.authorities)
), put_forward AS MATERIALIZED (
    SELECT c.id, c.requirement, c.supplier, c.pay_type, c.coverage, c.pay_pence::bigint AS pay_pence,
           c.comparable_pence::bigint AS comparable_pence, c.eligibility_check, c.answer, c.recorded_at AS put_forward_at,
           c.recorded_by AS put_forward_by
    FROM requirement_candidate c, mine m WHERE c.swe_number = $swe_number AND c.authority = ANY (m.authorities)
), teamed AS MATERIALIZED (
    SELECT w.id, w.project_team, w.start_date, w.recorded_at, w.recorded_by, w.superseded_at,
           (SELECT jsonb_agg(jsonb_build_object('approved_on', v.approved_on, 'recorded_at', v.recorded_at,
                                                'recorded_by', v.recorded_by, 'superseded_at', v.superseded_at) ORDER BY v.id)
            FROM project_team_approval v WHERE v.authority = w.authority AND v.worker = w.id) AS approvals,
           (SELECT jsonb_agg(jsonb_build_object('id', l.id, 'quarter', c.quarter, 'cost_pence', l.cost_pence::bigint,
                                                'recorded_at', c.recorded_at, 'superseded_at', c.superseded_at)
                             ORDER BY c.quarter, c.id)
            FROM project_team_cost c JOIN project_team_cost_line l ON l.authority = c.authority AND l.cost = c.id
            WHERE c.authority = w.authority AND c.project_team = w.project_team AND l.swe_number = w.swe_number) AS costs
    FROM project_team_worker w, mine m WHERE w.swe_number = $swe_number AND w.authority = ANY (m.authorities)
), to_go AS MATERIALIZED (
    SELECT g.id, g.requested_at, g.requested_by
    FROM erasure g, mine m WHERE g.swe_number = $swe_number AND g.authority = ANY (m.authorities)
), objects AS MATERIALIZED (
    SELECT array_agg(DISTINCT id) AS ids
    FROM (SELECT id FROM spell UNION ALL SELECT id FROM qualification UNION ALL SELECT id FROM checked
          UNION ALL SELECT id FROM placed UNION ALL SELECT id FROM disputed UNION ALL SELECT id FROM declared
          UNION ALL SELECT id FROM referred UNION ALL SELECT id FROM reviewed
          UNION ALL SELECT id FROM departed UNION ALL SELECT id FROM put_forward
          UNION ALL SELECT id FROM teamed UNION ALL SELECT project_team FROM teamed
          UNION ALL SELECT id FROM to_go) o
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome) SELECT 'worker', coalesce(ids, '{}'), 'done' FROM objects
)
SELECT $swe_number AS swe_number,
       (SELECT jsonb_agg(to_jsonb(s) ORDER BY s.id, s.version) FROM spell s) AS employments,
       (SELECT jsonb_agg(to_jsonb(q) ORDER BY q.id) FROM qualification q) AS qualifications,
       (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.id) FROM checked c) AS eligibility_checks,
       (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.id) FROM placed p) AS placements,
       (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.id) FROM disputed d) AS disputes,
       (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.id) FROM declared f) AS confirmations,
       (SELECT jsonb_agg(to_jsonb(r) ORDER BY r.id, r.version) FROM referred r) AS "references",
       (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.id, w.version) FROM reviewed w) AS placement_reviews,
       (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.id, x.version) FROM departed x) AS exceptions,
       (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.id) FROM put_forward f) AS candidates,
       (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.id) FROM teamed w) AS project_teams,
       (SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id) FROM to_go g) AS erasures,
       (SELECT jsonb_agg(to_jsonb(t) ORDER BY t.at) FROM objects o, trail_of(o.ids) t) AS events;
