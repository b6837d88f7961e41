-- What the rules are told. All in one batch, so that all is of one moment. Without as_of: what is on record now, whatever
-- any clock says; with it: what was on record then, for a replay. SPDX-License-Identifier: MIT

-- facts_of(swe_number text, start_date date, declared_authority text, declared_last_day date, as_of timestamptz)
SELECT version, declared, authority, stands, regions, basis, service, start_date, last_day, probation_end, leaving_reason,
       evidence_kind, evidence_dated, disputed, bound
FROM facts_of($swe_number, $start_date,
              (SELECT a.id FROM authority a
               WHERE a.dfe_code = $declared_authority
                  OR a.id = (SELECT c.authority FROM authority_code c WHERE c.gss_code = $declared_authority)),
              $declared_last_day, coalesce($as_of, 'infinity'));

-- hirer_of(start_date date, month date)
-- The hiring authority's own standing, and how many of its neighbours are silent on the month.
SELECT h.id AS authority, h.stands, regions_of(h.stands || h.inherits) AS regions,
       silent_authorities(h.id, $month) AS silent_authorities,
       (SELECT version FROM rules_version) AS rules_version
FROM (SELECT a.id, standing_of(a.id, $start_date) AS stands, inherited_by(a.id, $start_date) AS inherits
      FROM authority a WHERE a.id = nullif(current_setting('accord.authority', true), '')::int4) h;

-- cool_off_terms_of(start_date date, as_of timestamptz)
-- Terms of the agreements whose cool-off protocol binds the hirer on or after the start: the rule re-tests later days.
-- Where an authority has adopted several phases that bring the protocol, the earliest on record counts.
SELECT DISTINCT ON (b.name, b.agreement, t.valid, b.membership)
       b.agreement, b.name, lower(b.valid * t.valid) AS from, upper(b.valid * t.valid) - 1 AS to,
       coalesce(t.cool_off_months, 0) AS months, t.covers_own_authority, t.exceptions, t.cool_off_last_day AS last_day
FROM binding b
JOIN agreement_terms t ON t.agreement = b.agreement AND t.valid && b.valid
WHERE b.authority = nullif(current_setting('accord.authority', true), '')::int4 AND b.protocol = 'COOL_OFF'
  AND b.recorded_at <= coalesce($as_of, 'infinity') AND (b.superseded_at IS NULL OR b.superseded_at > coalesce($as_of, 'infinity'))
  AND t.recorded_at <= coalesce($as_of, 'infinity') AND (t.superseded_at IS NULL OR t.superseded_at > coalesce($as_of, 'infinity'))
  AND b.valid * t.valid && daterange($start_date, NULL)
ORDER BY b.name, b.agreement, t.valid, b.membership, lower(b.valid * t.valid);

-- pay_terms_of(start_date date, checked_on date, local_role text, job_type text, as_of timestamptz)
-- Agreements whose pay protocol binds the hirer on the day tested, each with its published caps for the job type, or
-- with none. The day is the start; for a placement begun before the caps were in force, the agreement's own date.
WITH day AS (
    SELECT p.older, CASE WHEN p.older THEN greatest($checked_on, $start_date) ELSE $start_date END AS bound_on
    FROM (SELECT $start_date < min(value::date) AS older FROM ruleset_parameter
          WHERE name = 'caps_in_force' AND recorded_at <= coalesce($as_of, 'infinity')
            AND (superseded_at IS NULL OR superseded_at > coalesce($as_of, 'infinity'))) p
), mapped AS (
    SELECT coalesce((SELECT m.job_type::text FROM role_mapping m
                     WHERE m.authority = nullif(current_setting('accord.authority', true), '')::int4
                       AND lower(m.local_role) = lower($local_role) AND m.valid @> $start_date
                       AND m.recorded_at <= coalesce($as_of, 'infinity') AND (m.superseded_at IS NULL OR m.superseded_at > coalesce($as_of, 'infinity'))),
                    $job_type) AS job_type
)
SELECT DISTINCT b.agreement, b.name, t.legacy_cap_date, c.id AS cap, c.job_type, c.pay_type, c.coverage, c.cap_pence
FROM binding b
CROSS JOIN day
CROSS JOIN mapped
LEFT JOIN agreement_terms t ON t.agreement = b.agreement AND t.valid @> day.bound_on
     AND t.recorded_at <= coalesce($as_of, 'infinity') AND (t.superseded_at IS NULL OR t.superseded_at > coalesce($as_of, 'infinity'))
LEFT JOIN rate_cap c ON c.agreement = b.agreement AND c.status = 'PUBLISHED' AND c.band IS NULL
     AND c.job_type = mapped.job_type
     AND daterange(c.effective_from, c.effective_to, '[]') @> CASE WHEN day.older THEN t.legacy_cap_date ELSE $start_date END
     AND c.recorded_at <= coalesce($as_of, 'infinity') AND (c.superseded_at IS NULL OR c.superseded_at > coalesce($as_of, 'infinity'))
WHERE b.authority = nullif(current_setting('accord.authority', true), '')::int4 AND b.protocol = 'PAY'
  AND b.valid @> day.bound_on
  AND b.recorded_at <= coalesce($as_of, 'infinity') AND (b.superseded_at IS NULL OR b.superseded_at > coalesce($as_of, 'infinity'))
ORDER BY b.name, b.agreement, c.pay_type, c.id;

-- mapping_of(local_role text, start_date date, as_of timestamptz)
SELECT m.id, m.job_type, m.substantive_notice_days FROM role_mapping m
WHERE m.authority = nullif(current_setting('accord.authority', true), '')::int4
  AND lower(m.local_role) = lower($local_role) AND m.valid @> $start_date
  AND m.recorded_at <= coalesce($as_of, 'infinity') AND (m.superseded_at IS NULL OR m.superseded_at > coalesce($as_of, 'infinity'));

-- ruleset_of(as_of timestamptz)
-- The national ruleset and all its dated parameters.
SELECT r.version, lower(r.valid) AS in_force, p.name, p.value, lower(p.valid) AS from, upper(p.valid) - 1 AS to
FROM ruleset r JOIN ruleset_parameter p ON p.ruleset = r.version
WHERE r.legal_basis = 'STATUTORY_GUIDANCE' AND upper_inf(r.valid) AND p.layer = 'NATIONAL'
  AND r.recorded_at <= coalesce($as_of, 'infinity') AND (r.superseded_at IS NULL OR r.superseded_at > coalesce($as_of, 'infinity'))
  AND p.recorded_at <= coalesce($as_of, 'infinity') AND (p.superseded_at IS NULL OR p.superseded_at > coalesce($as_of, 'infinity'));

-- rules_unchanged(version int8)
SELECT require((SELECT version FROM rules_version) = $version, 'stale_rules');
