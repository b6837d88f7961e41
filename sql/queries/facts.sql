-- What the rules are told. All in one batch, so that all is of one moment. Without versions: what is on record now; with
-- them: what was on record at that version of the worker's facts and of the rules, for a replay, which
-- also says who asked: `hirer`, else the caller's authority. SPDX-License-Identifier: MIT

-- facts_of(swe_number text, start_date date, declared_authority text, declared_last_day date, facts_as_of int8, rules_as_of int8)
SELECT version, declared, authority, stands, regions, basis, service, start_date, last_day, probation_end, leaving_reason,
       evidence_kind, evidence_dated, disputed, bound, qualified_on
FROM facts_of($swe_number, $start_date,
              (SELECT a.id FROM authority a
               WHERE a.dfe_code = $declared_authority
                  OR a.id = (SELECT c.authority FROM authority_code c WHERE c.gss_code = $declared_authority)),
              $declared_last_day, $facts_as_of, $rules_as_of);

-- hirer_of(hirer int4, start_date date, month date, silent int4, rules_as_of int8)
-- The hiring authority's own standing, and how many of its neighbours are silent on the month; or were, where a check
-- has kept how many.
SELECT h.id AS authority, h.stands, regions_of(h.stands || h.inherits) AS regions,
       coalesce($silent, silent_authorities(h.id, $month)) AS silent_authorities,
       (SELECT version FROM rules_version) AS rules_version
FROM (SELECT a.id, standing_of(a.id, $start_date, $rules_as_of) AS stands,
             inherited_by(a.id, $start_date, $rules_as_of) AS inherits
      FROM authority a WHERE a.id = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4)) h;

-- cool_off_terms_of(hirer int4, start_date date, rules_as_of int8)
-- Terms of the agreements whose cool-off protocol binds the hirer on or after the start: the rule re-tests later days.
-- Where an authority has adopted several phases that bring the protocol, the earliest on record counts.
SELECT DISTINCT ON (b.name, b.agreement, t.valid, b.membership)
       b.agreement, b.name, lower(b.valid * t.valid) AS from, upper(b.valid * t.valid) - 1 AS to,
       coalesce(t.cool_off_months, 0) AS months, t.covers_own_authority, t.exceptions, t.cool_off_last_day AS last_day,
       t.obligation
FROM binding b
JOIN agreement_terms t ON t.agreement = b.agreement AND t.valid && b.valid
WHERE b.authority = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4) AND b.protocol = 'COOL_OFF'
  AND on_record(b.recorded_version, b.superseded_version, $rules_as_of)
  AND on_record(t.recorded_version, t.superseded_version, $rules_as_of)
  AND b.valid * t.valid && daterange($start_date, NULL)
ORDER BY b.name, b.agreement, t.valid, b.membership, lower(b.valid * t.valid);

-- pay_terms_of(hirer int4, start_date date, checked_on date, local_role text, job_type text, rules_as_of int8)
-- Agreements whose pay protocol binds the hirer on the day tested, each with its published caps for the job type, or
-- with none. The day is the start; for a placement begun before the caps were in force, the agreement's own date.
WITH day AS (
    SELECT p.older, CASE WHEN p.older THEN greatest($checked_on, $start_date) ELSE $start_date END AS bound_on
    FROM (SELECT $start_date < min(value::date) AS older FROM ruleset_parameter
          WHERE name = 'caps_in_force' AND on_record(recorded_version, superseded_version, $rules_as_of)) p
), mapped AS (
    SELECT coalesce((SELECT m.job_type::text FROM role_mapping m
                     WHERE m.authority = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4)
                       AND lower(m.local_role) = lower($local_role) AND m.valid @> $start_date
                       AND on_record(m.recorded_version, m.superseded_version, $rules_as_of)),
                    $job_type) AS job_type
)
SELECT DISTINCT b.agreement, b.name, t.legacy_cap_date, t.obligation, c.id AS cap, c.job_type, c.pay_type, c.coverage, c.cap_pence
FROM binding b
CROSS JOIN day
CROSS JOIN mapped
LEFT JOIN agreement_terms t ON t.agreement = b.agreement AND t.valid @> day.bound_on
     AND on_record(t.recorded_version, t.superseded_version, $rules_as_of)
LEFT JOIN rate_cap c ON c.agreement = b.agreement AND c.status = 'PUBLISHED' AND c.band IS NULL
     AND c.job_type = mapped.job_type
     AND daterange(c.effective_from, c.effective_to, '[]') @> CASE WHEN day.older THEN t.legacy_cap_date ELSE $start_date END
     AND on_record(c.recorded_version, c.superseded_version, $rules_as_of)
WHERE b.authority = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4) AND b.protocol = 'PAY'
  AND b.valid @> day.bound_on
  AND on_record(b.recorded_version, b.superseded_version, $rules_as_of)
ORDER BY b.name, b.agreement, c.pay_type, c.id;

-- mapping_of(hirer int4, local_role text, start_date date, rules_as_of int8)
SELECT m.id, m.job_type, m.substantive_notice_days FROM role_mapping m
WHERE m.authority = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4)
  AND lower(m.local_role) = lower($local_role) AND m.valid @> $start_date
  AND on_record(m.recorded_version, m.superseded_version, $rules_as_of);

-- departures_of(swe_number text, named uuid[], placement uuid, facts_as_of int8)
-- Exceptions that were asked for the worker at the hirer: those named, or that name the placement, however they stand; or
-- all that are neither drafts nor off the table. Each with its signatures.
SELECT e.id, e.rule, e.layer, e.agreement, e.placement, e.start_date, e.local_role, e.cap_pence, e.comparable_pence,
       e.expires_on, e.status,
       (SELECT jsonb_agg(jsonb_build_object('role', o.role, 'person', o.person, 'signed_on', o.signed_on, 'late', o.late)
                         ORDER BY o.id)
        FROM sign_off o
        WHERE o.authority = e.authority AND o.exception = e.id
          AND on_record(o.recorded_version, NULL, $facts_as_of)) AS sign_offs
FROM rule_exception e
WHERE e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND e.swe_number = $swe_number
  AND CASE WHEN cardinality($named) > 0 THEN e.id = ANY ($named) OR e.placement = $placement
           ELSE e.status IN ('SUBMITTED', 'APPROVED') END
  AND on_record(e.recorded_version, e.superseded_version, $facts_as_of)
ORDER BY e.id;

-- sign_off_chain_of(hirer int4, start_date date, rules_as_of int8)
-- Who signs for a rate over the cap, and whether the hirer is a trust.
SELECT c.roles, a.kind = 'TRUST' AS trust
FROM authority a
LEFT JOIN sign_off_chain c ON c.rule = 'PRICE_CAP' AND c.layer = 'REGIONAL' AND c.valid @> $start_date
     AND on_record(c.recorded_version, c.superseded_version, $rules_as_of)
WHERE a.id = coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4);

-- ruleset_of(rules_as_of int8)
-- The national ruleset and all its dated parameters.
SELECT r.version, r.legal_basis, lower(r.valid) AS in_force, p.name, p.value, lower(p.valid) AS from, upper(p.valid) - 1 AS to
FROM ruleset r JOIN ruleset_parameter p ON p.ruleset = r.version
WHERE r.legal_basis = 'STATUTORY_GUIDANCE' AND upper_inf(r.valid) AND p.layer = 'NATIONAL'
  AND on_record(r.recorded_version, r.superseded_version, $rules_as_of)
  AND on_record(p.recorded_version, p.superseded_version, $rules_as_of)
ORDER BY p.name, p.valid;

-- rules_unchanged(version int8)
SELECT require((SELECT version FROM rules_version) = $version, 'stale_rules');

-- references_of(hirer int4, swe_number text, checked_on date, facts_as_of int8, rules_as_of int8)
-- The references on the worker that the hirer held, inherited ones too and its successors', and wrote none of itself. One person of one body is one referee, one body
-- from one day on is one engagement, however a reference came: by name, since those from outside have nothing else.
SELECT r.practice_based, r.template IS NOT NULL AS on_template, r.relation <> 'OTHER' AS from_employer,
       r.verified_on IS NOT NULL AND NOT r.disputed AS verified, r.dated, r.received_on AS received,
       md5(lower(r.referee_name) || '|' || lower(r.referee_body))::uuid AS referee,
       md5(lower(r.referee_body) || '|' || r.engaged_from)::uuid AS engagement
FROM reference r
WHERE r.authority = ANY (inherited_by(coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4),
                                      $checked_on, $rules_as_of)
                         || standing_of(coalesce($hirer, nullif(current_setting('accord.authority', true), '')::int4),
                                        $checked_on, $rules_as_of))
  AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND r.swe_number = $swe_number AND r.status = 'ANSWERED' AND r.provider <> 'OWN'
  AND on_record(r.recorded_version, r.superseded_version, $facts_as_of)
ORDER BY r.id;
