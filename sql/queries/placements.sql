-- SPDX-License-Identifier: MIT

-- placement_add(id uuid, swe_number text, category text, engagement text, supplier uuid, local_role text, job_type text, role_mapping uuid, start_date date, equal_treatment_from date, planned_end_date date, minutes_per_week int4, reason text, project_team uuid, bank_supply text, offer_date date, notice_days int4, substantive_notice_days int4, requirement_ref text, external_ref text, exceptions uuid[], asked jsonb, eligibility_check uuid, findings jsonb, status text, recorded_at timestamptz)
INSERT INTO placement (id, authority, swe_number, category, engagement, supplier, local_role, job_type, role_mapping, start_date,
                       equal_treatment_from, planned_end_date, minutes_per_week, reason, project_team, team_authority, bank_supply,
                       offer_date, notice_days, substantive_notice_days, requirement_ref, external_ref, exceptions, asked,
                       eligibility_check, findings, status, recorded_at, changed_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $category, $engagement, $supplier,
        $local_role, $job_type, $role_mapping, $start_date, $equal_treatment_from, $planned_end_date, $minutes_per_week, $reason,
        $project_team,
        (SELECT t.authority FROM project_team t
         WHERE t.id = $project_team AND t.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
        $bank_supply, $offer_date, $notice_days, $substantive_notice_days, $requirement_ref, $external_ref, $exceptions, $asked,
        $eligibility_check, $findings, $status, $recorded_at, $recorded_at);

-- placement_rate_add(id uuid, placement uuid, valid_from date, pay_type text, coverage text, unit text, minutes_per_day int4, pay_pence int8, other_pence int8, holiday_pence int8, employer_ni_pence int8, levy_pence int8, pension_pence int8, agency_margin_pence int8, msp_fee_pence int8, vat_pence int8, charge_pence int8, comparable_pence int8, comparable_coverage text)
-- Whatever is added to a placement is of the authority that the placement is of, whoever holds it now.
INSERT INTO placement_rate (id, authority, placement, valid_from, pay_type, coverage, unit, minutes_per_day, pay_pence,
                            other_pence, holiday_pence, employer_ni_pence, levy_pence, pension_pence, agency_margin_pence,
                            msp_fee_pence, vat_pence, charge_pence, comparable_pence, comparable_coverage)
VALUES ($id,
        (SELECT p.authority FROM placement p
         WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
        $placement, $valid_from, $pay_type, $coverage, $unit,
        $minutes_per_day, $pay_pence, $other_pence, $holiday_pence, $employer_ni_pence, $levy_pence, $pension_pence,
        $agency_margin_pence, $msp_fee_pence, $vat_pence, $charge_pence, $comparable_pence, $comparable_coverage);

-- placement_get(id uuid, shown bool, rated_by date)
-- With the findings that stand. Read to be shown, it is audited here; read to be changed, by the change. The rate is the
-- latest, or the latest by a day.
WITH page AS MATERIALIZED (
    SELECT p.id, 'P-' || upper(right(p.id::text, 8)) AS reference, a.dfe_code AS authority, p.swe_number,
           p.category, p.engagement, p.supplier, p.local_role, p.job_type, p.start_date, p.equal_treatment_from, p.planned_end_date, p.end_date, p.minutes_per_week, p.reason, p.project_team, p.bank_supply,
           p.offer_date, p.notice_days, p.substantive_notice_days, p.requirement_ref, p.external_ref, p.exceptions,
           p.eligibility_check, p.status, p.version, p.recorded_at, r.pay_type, r.coverage, r.unit AS pay_unit, r.minutes_per_day, r.pay_pence,
           r.other_pence, r.holiday_pence, r.employer_ni_pence, r.levy_pence, r.pension_pence, r.agency_margin_pence,
           r.msp_fee_pence, r.vat_pence, r.charge_pence, r.comparable_pence, r.valid_from AS rate_from, p.end_reason, p.notice_served_days, p.recheck,
           p.asked -> 'contract_prevents' AS contract_prevents, p.asked -> 'declared_last_post' AS declared_last_post,
           coalesce((p.asked ->> 'history_complete')::bool, false) AS history_complete, c.not_checked, p.findings, d.decisions
    FROM placement p
    JOIN authority a ON a.id = p.authority
    JOIN eligibility_check c ON c.authority = p.authority AND c.id = p.eligibility_check
    LEFT JOIN LATERAL (
        SELECT q.pay_type, q.coverage, q.unit, q.minutes_per_day, q.pay_pence, q.other_pence, q.holiday_pence,
               q.employer_ni_pence, q.levy_pence, q.pension_pence, q.agency_margin_pence, q.msp_fee_pence, q.vat_pence,
               q.charge_pence, q.comparable_pence, q.valid_from
        FROM placement_rate q
        WHERE q.authority = p.authority AND q.placement = p.id AND q.superseded_at IS NULL
          AND q.valid_from <= coalesce($rated_by, 'infinity')
        ORDER BY q.valid_from DESC LIMIT 1) r ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('finding', q.rule || '/' || q.layer, 'decision', q.decision,
                                            'reason', q.reason, 'decided_by', q.recorded_by,
                                            'decided_at', q.recorded_at)
                         ORDER BY q.id) AS decisions
        FROM placement_decision q
        WHERE q.authority = p.authority AND q.placement = p.id AND q.superseded_at IS NULL) d ON true
    WHERE p.id = $id
      AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement', array_agg(id), 'done' FROM page WHERE $shown HAVING count(*) > 0
)
SELECT id, reference, authority, swe_number, category, engagement, supplier, local_role, job_type, start_date,
       equal_treatment_from, planned_end_date, end_date, minutes_per_week, reason, project_team, bank_supply, offer_date, notice_days, substantive_notice_days, requirement_ref,
       external_ref, exceptions, eligibility_check, status, version, recorded_at, pay_type, coverage, pay_unit, minutes_per_day, pay_pence,
       other_pence, holiday_pence, employer_ni_pence, levy_pence, pension_pence, agency_margin_pence, msp_fee_pence, vat_pence,
       charge_pence, comparable_pence, rate_from, end_reason, notice_served_days, recheck, contract_prevents, declared_last_post,
       history_complete, findings, decisions, not_checked
FROM page;

-- placement_hirers(id uuid)
-- Who hires: the placement's own authority, then those that followed it as far as the caller, each from its first day.
WITH RECURSIVE line(authority, since) AS (
    SELECT p.authority, NULL::date FROM placement p
    WHERE p.id = $id AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    UNION
    SELECT s.successor, s.succeeded_on FROM line l JOIN authority_succession s ON s.predecessor = l.authority
    WHERE s.successor = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
)
SELECT authority, since FROM line ORDER BY since NULLS FIRST, authority;

-- placement_list(statuses text[], job_types text[], start_from date, start_to date, end_from date, end_to date, supplier uuid, swe_number text, sort text, after_place int8, after_id uuid, page_size int4, counted bool)
-- By place, then the newest first, without findings: of each authority whose rows the caller holds, the first by their
-- place. Who has no planned end is last to end; `total` counts all pages. page_size is one more than is
-- shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT o, o.authority, o.id,
           (CASE $sort WHEN 'start_date' THEN DATE 'epoch' - o.start_date
                       WHEN '-start_date' THEN o.start_date - DATE 'epoch'
                       WHEN 'planned_end_date' THEN DATE 'epoch' - coalesce(o.planned_end_date, '9999-12-31')
                       WHEN '-planned_end_date' THEN coalesce(o.planned_end_date, '9999-12-31') - DATE 'epoch'
                       ELSE 0 END)::int8 AS place
    FROM placement o
    WHERE o.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND ($statuses IS NULL OR o.status = ANY ($statuses))
      AND ($job_types IS NULL OR o.job_type = ANY ($job_types))
      AND ($start_from IS NULL OR o.start_date >= $start_from) AND ($start_to IS NULL OR o.start_date <= $start_to)
      AND ($end_from IS NULL OR o.planned_end_date >= $end_from) AND ($end_to IS NULL OR o.planned_end_date <= $end_to)
      AND ($supplier IS NULL OR o.supplier = $supplier) AND ($swe_number IS NULL OR o.swe_number = $swe_number)
), page AS MATERIALIZED (
    SELECT l.o AS p, l.id, l.place
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
    CROSS JOIN LATERAL (
        SELECT r.o, r.id, r.place
        FROM listed r
        WHERE r.authority = mine.authority AND ($after_id IS NULL OR (r.place, r.id) < ($after_place, $after_id))
          AND ($sort IS NOT NULL OR $after_id IS NULL OR r.id < $after_id)
        ORDER BY r.place DESC, r.id DESC
        LIMIT $page_size) l
    ORDER BY l.place DESC, l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT (l.p).id, 'P-' || upper(right((l.p).id::text, 8)) AS reference, a.dfe_code AS authority, (l.p).swe_number,
       (l.p).category, (l.p).engagement, (l.p).supplier, (l.p).local_role, (l.p).job_type, (l.p).start_date,
       (l.p).equal_treatment_from, (l.p).planned_end_date, (l.p).end_date, (l.p).minutes_per_week, (l.p).reason, (l.p).project_team, (l.p).bank_supply,
       (l.p).offer_date, (l.p).notice_days, (l.p).substantive_notice_days, (l.p).requirement_ref, (l.p).external_ref,
       (l.p).eligibility_check, (l.p).status, (l.p).version, (l.p).recorded_at, r.pay_type, r.coverage, r.unit AS pay_unit,
       r.minutes_per_day, r.pay_pence, r.other_pence, r.holiday_pence, r.employer_ni_pence, r.levy_pence, r.pension_pence,
       r.agency_margin_pence, r.msp_fee_pence, r.vat_pence, r.charge_pence, r.comparable_pence, l.place,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page l
JOIN authority a ON a.id = (l.p).authority
LEFT JOIN LATERAL (
    SELECT q.pay_type, q.coverage, q.unit, q.minutes_per_day, q.pay_pence, q.other_pence, q.holiday_pence,
           q.employer_ni_pence, q.levy_pence, q.pension_pence, q.agency_margin_pence, q.msp_fee_pence, q.vat_pence,
           q.charge_pence, q.comparable_pence
    FROM placement_rate q
    WHERE q.authority = (l.p).authority AND q.placement = (l.p).id AND q.superseded_at IS NULL
    ORDER BY q.valid_from DESC LIMIT 1) r ON true
ORDER BY l.place DESC, l.id DESC;

-- placement_move(id uuid, version int4, matched bool, status text, recheck uuid, findings jsonb, planned_end_date date, end_date date, end_reason text, notice_served_days int4, notice_days int4, requirement_ref text, external_ref text, exceptions uuid[], changed_at timestamptz)
-- Everything of a placement that changes. Where somebody else moved it meanwhile, what the caller matched is stale, and
-- what the daemon read is read again.
WITH u AS (
    UPDATE placement p
    SET version = $version + 1, status = $status, recheck = $recheck, findings = $findings, planned_end_date = $planned_end_date,
        end_date = $end_date, end_reason = $end_reason, notice_served_days = $notice_served_days,
        notice_days = $notice_days, requirement_ref = $requirement_ref, external_ref = $external_ref,
        exceptions = $exceptions, changed_at = $changed_at
    WHERE p.id = $id AND p.version = $version
      AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
)
SELECT require(NOT $matched OR EXISTS (SELECT 1 FROM u), 'stale_version'), require(EXISTS (SELECT 1 FROM u), 'stale_facts');

-- placement_held(id uuid)
-- Raises not_found where the caller holds no such placement.
SELECT require(EXISTS (SELECT FROM placement p
                       WHERE p.id = $id
                         AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
               'not_found');

-- placement_rate_list(placement uuid, after_id uuid, page_size int4, counted bool)
-- Newest first, with those that never came to be. page_size is one more than is shown; audited is the placement, whose
-- rates have no life of their own.
WITH listed AS NOT MATERIALIZED (
    SELECT r.id, r.valid_from, r.valid_to, r.pay_type, r.coverage, r.unit, r.pay_pence, r.agency_margin_pence, r.msp_fee_pence,
           r.charge_pence, r.comparable_pence, r.superseded_at
    FROM placement_rate r
    WHERE r.placement = $placement
      AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome) VALUES ('placement', ARRAY[$placement], 'done')
)
SELECT id, valid_from AS from, valid_to AS to, pay_type, coverage, unit AS pay_unit, pay_pence, agency_margin_pence,
       msp_fee_pence, charge_pence, comparable_pence, superseded_at, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed
WHERE $after_id IS NULL OR id < $after_id
ORDER BY id DESC
LIMIT $page_size;

-- placement_rate_until(placement uuid, last_day date, superseded_at timestamptz)
-- The rates' last day: what was to begin later never does.
UPDATE placement_rate
SET valid_to = CASE WHEN valid_from <= $last_day THEN least(valid_to, $last_day) ELSE valid_to END,
    superseded_at = CASE WHEN valid_from > $last_day THEN $superseded_at END
WHERE placement = $placement AND superseded_at IS NULL AND (valid_to IS NULL OR valid_to > $last_day)
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- placement_extension_add(id uuid, placement uuid, extended_from date, planned_end_date date, reason text, recorded_at timestamptz)
INSERT INTO placement_extension (id, authority, placement, extended_from, planned_end_date, reason, recorded_at)
VALUES ($id,
        (SELECT p.authority FROM placement p
         WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
        $placement, $extended_from, $planned_end_date, $reason, $recorded_at);

-- placement_decision_add(id uuid, placement uuid, rule text, layer text, decision text, reason text, recorded_at timestamptz)
INSERT INTO placement_decision (id, authority, placement, rule, layer, decision, reason, recorded_at)
VALUES ($id,
        (SELECT p.authority FROM placement p
         WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
        $placement, $rule, $layer, $decision, $reason, $recorded_at);

-- placement_decisions_end(placement uuid, rule text, superseded_at timestamptz)
-- The rule was asked again: what was decided of its earlier finding settles nothing any more.
UPDATE placement_decision SET superseded_at = $superseded_at
WHERE placement = $placement AND rule = $rule AND superseded_at IS NULL
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);
