-- SPDX-License-Identifier: MIT
-- A made-up South East, for demonstration: one transaction, as accord_owner, from the tables beside this file. The
-- authorities are real; agreement, caps, suppliers, workers, leavers and placements are invented, and say so. The same
-- on the same day, wherever it is loaded; a second time it changes nothing.
--
--     cd deploy/demo && psql -d accord -f region.sql
\set ON_ERROR_STOP on
\set QUIET on
BEGIN;
SET LOCAL ROLE accord_owner;
SET LOCAL search_path = accord, public, pg_temp;
SET LOCAL client_min_messages = warning;
\pset tuples_only on
SELECT EXISTS (SELECT FROM agreement WHERE name = 'South East demonstration agreement (made up)') AS loaded \gset
\if :loaded
ROLLBACK;
\echo The made-up region is there already.
\quit
\endif
SET LOCAL max_parallel_workers_per_gather = 0;
SELECT setseed(0.19) \g /dev/null

CREATE TEMP TABLE demo_authority (dfe_code text, name text, starts integer) ON COMMIT DROP;
\copy demo_authority FROM 'authorities.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE demo_job (job_type text, cap_pounds numeric, share integer, source text) ON COMMIT DROP;
\copy demo_job FROM 'job_types.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE demo_supplier (id uuid, name text, tier text, supplies text) ON COMMIT DROP;
\copy demo_supplier FROM 'suppliers.csv' WITH (FORMAT csv, HEADER)

-- The same uuid for the same name.
CREATE FUNCTION pg_temp.id(name text) RETURNS uuid LANGUAGE sql AS $$ SELECT md5('demonstration ' || name)::uuid $$;
-- As the daemon makes them: UUIDv7 (RFC 9562), so that the newest comes first in lists.
CREATE FUNCTION pg_temp.new_id(at timestamptz) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || substr(r, 1, 3) || '8'
            || substr(r, 4, 15))::uuid
    FROM md5(random()::text) AS r
$$;
-- About normal: mean 0, standard deviation 1, never further than 3.5.
CREATE FUNCTION pg_temp.deviation() RETURNS double precision LANGUAGE sql AS $$
    SELECT (random() + random() + random() + random() - 2) * sqrt(3)
$$;

INSERT INTO principal (id, kind, name) VALUES (pg_temp.id('history'), 'SYSTEM', 'Made-up history');
INSERT INTO supplier (id, region, name, tier, supplies)
SELECT id, 'South East', name, tier, supplies FROM demo_supplier;

-- The agreement. Its terms have no cooling-off period of their own.
INSERT INTO agreement (id, lead_region, name, kind, regions, legal_basis, valid)
VALUES (pg_temp.id('agreement'), 'South East', 'South East demonstration agreement (made up)', 'REGION', '{South East}',
        'REGIONAL_MOC', daterange('2025-01-01', NULL));
INSERT INTO agreement_terms (id, agreement, lead_region, valid, covers_own_authority, exceptions, cool_off_last_day,
                             legacy_cap_date, obligation)
VALUES (pg_temp.id('terms'), pg_temp.id('agreement'), 'South East', daterange('2025-01-01', NULL), false, '{}', 'BLOCKED',
        '2026-04-01', 'SHOULD');
INSERT INTO agreement_protocol (agreement, lead_region, protocol, phase)
VALUES (pg_temp.id('agreement'), 'South East', 'COOL_OFF', 1), (pg_temp.id('agreement'), 'South East', 'PAY', 1);
INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on)
SELECT pg_temp.id('member ' || a.id), pg_temp.id('agreement'), 'South East', a.id, daterange('2025-01-01', NULL), '2025-01-01'
FROM demo_authority d JOIN authority a USING (dfe_code);
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from)
SELECT m.id, m.agreement, m.lead_region, 1, lower(m.valid) FROM membership m WHERE m.agreement = pg_temp.id('agreement');
INSERT INTO supplier_acceptance (supplier, agreement, lead_region, terms, signed_on)
SELECT id, pg_temp.id('agreement'), 'South East', pg_temp.id('terms'), '2025-01-01'
FROM demo_supplier WHERE tier <> 'OFF_CONTRACT';
INSERT INTO rate_cap (id, agreement, lead_region, job_type, pay_type, coverage, cap_pence, effective_from, status, source)
SELECT pg_temp.id('cap ' || j.job_type), pg_temp.id('agreement'), 'South East', j.job_type, 'UMBRELLA', 'PAY_HOL_ENI_LEVY',
       (j.cap_pounds * 100)::bigint, p.value::date, 'PUBLISHED', j.source
FROM demo_job j CROSS JOIN ruleset_parameter p
WHERE p.name = 'caps_in_force' AND p.superseded_at IS NULL;

-- Leavers: one a month at the large authorities, one in four months at the others, who state the months that had none.
CREATE TEMP TABLE demo_month ON COMMIT DROP AS
SELECT a.id AS authority, m.month::date AS month, d.starts >= 20 OR (n + a.id) % 4 = 0 AS leaver, n
FROM generate_series(1, 24) AS n
CROSS JOIN LATERAL (SELECT date_trunc('month', current_date) - n * interval '1 month' AS month) AS m
CROSS JOIN demo_authority d JOIN authority a USING (dfe_code);
INSERT INTO employment (id, version, authority, swe_number, basis, service, job_type, start_date, last_day, leaving_reason,
                        external_ref, recorded_at, recorded_by)
SELECT pg_temp.new_id(month), 1, authority, 'SW9' || 80000 + row_number() OVER (ORDER BY n, authority), 'SUBSTANTIVE',
       'CHILDREN', 'SW', month - 365 * 3, month + (random() * 27)::integer, 'RESIGNED', 'made up', month, pg_temp.id('history')
FROM demo_month WHERE leaver ORDER BY n, authority;
INSERT INTO leaver_statement (id, authority, month, none, recorded_by)
SELECT pg_temp.id('statement ' || authority || ' ' || month), authority, month, NOT leaver, pg_temp.id('history')
FROM demo_month;

-- Two references that Medway holds on the worker of the main job.
INSERT INTO reference (id, version, authority, provider, swe_number, used_for, status, engaged_from, engaged_to, referee_name,
                       referee_post, referee_body, relation, practice_based, template, dated, received_on, verified_on,
                       verified_how, verified_by, recorded_by)
SELECT pg_temp.id('reference by ' || r.name), 1, a.id, 'EXTERNAL', 'SW900123', 'AGENCY', 'ANSWERED', '2020-01-06', '2026-06-30',
       r.name, 'Team manager', 'Kent', 'EMPLOYED', true, (SELECT id FROM reference_template ORDER BY id LIMIT 1), '2026-06-24',
       '2026-06-26', '2026-06-26', 'Made up', pg_temp.id('history'), pg_temp.id('history')
FROM (VALUES ('Ash Field (made up)'), ('Kit Moor (made up)')) AS r (name) JOIN authority a ON a.name = 'Medway';

-- Eight quarters of placements, to the present one. Reviewing officers are few and at two authorities alone, so that the
-- benchmark has something that it does not show.
CREATE TEMP TABLE demo_quarter ON COMMIT DROP AS
SELECT (date_trunc('quarter', current_date) - n * interval '3 months')::date AS quarter FROM generate_series(0, 7) AS n;
CREATE TEMP TABLE demo_start ON COMMIT DROP AS
SELECT s.authority, s.quarter, s.job_type, row_number() OVER (ORDER BY s.quarter, s.authority, s.job_type, s.draw) AS n,
       s.quarter + (random() * 89)::integer AS start_date, 8 + (random() * 44)::integer AS weeks, random() AS fate,
       random() AS dealt, pg_temp.deviation() AS deviation
FROM (
    SELECT k.authority, k.quarter, k.draw,
           (SELECT c.job_type
            FROM (SELECT job_type, share, sum(share) OVER (ORDER BY share DESC, job_type) AS upto FROM demo_job) c
            WHERE c.share > 0 AND k.draw * 100 < c.upto ORDER BY c.upto LIMIT 1) AS job_type
    FROM (
        SELECT a.id AS authority, q.quarter, random() AS draw
        FROM demo_quarter q CROSS JOIN demo_authority d JOIN authority a USING (dfe_code)
        CROSS JOIN LATERAL generate_series(1, d.starts) AS nth
        ORDER BY q.quarter, a.id, nth
    ) k
    UNION ALL
    SELECT a.id, q.quarter, 0, 'IRO_CPCC' FROM demo_quarter q CROSS JOIN authority a WHERE a.name IN ('Kent', 'Hampshire')
) s;
-- Workers' numbers begin at SW910001. Rates are in steps of 25 pence, a little below the cap for most.
CREATE TEMP TABLE demo_placement ON COMMIT DROP AS
SELECT pg_temp.new_id(d.recorded_at) AS id, pg_temp.new_id(d.recorded_at) AS check_id, d.*,
       CASE WHEN d.planned_end_date < current_date THEN d.planned_end_date END AS end_date,
       d.pay_pence > d.cap_pence AND d.start_date >= d.capped_from AS over_cap
FROM (
    SELECT s.authority, s.job_type, s.start_date, s.start_date + s.weeks * 7 AS planned_end_date, s.fate, s.dealt,
           'SW9' || 10000 + s.n AS swe_number, (s.start_date - 7)::timestamp AT TIME ZONE 'UTC' + interval '10 hours'
           + (s.n % 1000) * interval '1 second' AS recorded_at,
           c.cap_pence, c.effective_from AS capped_from,
           c.cap_pence + (round((s.deviation * 160 - CASE WHEN s.start_date >= c.effective_from THEN 190 ELSE 60 END) / 25)
                          * 25)::bigint AS pay_pence
    FROM demo_start s
    JOIN rate_cap c ON c.agreement = pg_temp.id('agreement') AND c.job_type = s.job_type
    WHERE s.start_date <= current_date
    ORDER BY s.n
) d;
CREATE UNIQUE INDEX demo_placement_once ON demo_placement (id);

INSERT INTO eligibility_check (id, authority, swe_number, principal, purpose, checked_at, start_date, asked, ruleset,
                               facts_version, facts_digest, outcome, not_checked, findings)
SELECT p.check_id, p.authority, p.swe_number, pg_temp.id('history'), 'pre_engagement', p.recorded_at, p.start_date,
       '{"made_up": true}', r.version, 0, '\x00', CASE WHEN p.over_cap THEN 'BREACH' ELSE 'CLEAR' END,
       '{}',
       jsonb_build_array(
           jsonb_build_object('rule', 'COOL_OFF', 'layer', 'NATIONAL', 'verdict', 'PASS',
                              'reason', 'Made up for demonstration: no rule was run.'),
           jsonb_build_object('rule', 'PRICE_CAP', 'layer', 'REGIONAL', 'verdict',
                              CASE WHEN p.over_cap THEN 'BREACH' WHEN p.start_date < p.capped_from THEN 'NOT_APPLICABLE'
                                   ELSE 'PASS' END,
                              'reason', 'Made up for demonstration: no rule was run.'))
FROM demo_placement p CROSS JOIN ruleset r WHERE upper_inf(r.valid) AND r.superseded_at IS NULL;
INSERT INTO placement (id, authority, swe_number, category, engagement, supplier, job_type, start_date, planned_end_date,
                       end_date, minutes_per_week, reason, external_ref, asked, eligibility_check, findings, status, recorded_at,
                       recorded_by, changed_at)
SELECT p.id, p.authority, p.swe_number, 'CHILD_FAMILY_SOCIAL_WORKER',
       CASE WHEN p.over_cap THEN 'UNDER_WAY' ELSE 'PROPOSED' END, s.id, p.job_type, p.start_date, p.planned_end_date,
       p.end_date, 37 * 60, CASE WHEN p.fate < 0.8 THEN 'VACANCY' WHEN p.fate < 0.9 THEN 'ABSENCE' ELSE 'PEAK' END, 'made up',
       '{"made_up": true}', p.check_id, c.findings,
       CASE WHEN p.end_date IS NOT NULL AND p.fate < 0.04 THEN 'CONVERTED' WHEN p.end_date IS NOT NULL THEN 'ENDED'
            WHEN p.over_cap THEN 'IN_BREACH' ELSE 'CONFIRMED' END,
       p.recorded_at, pg_temp.id('history'), p.recorded_at
FROM demo_placement p
JOIN eligibility_check c ON c.authority = p.authority AND c.id = p.check_id
JOIN (SELECT id, row_number() OVER (ORDER BY name) - 1 AS n, count(*) OVER () AS suppliers
      FROM demo_supplier) s ON s.n = floor(p.dealt * s.suppliers);
-- What includes fees that are not given cannot be compared: the few through limited companies.
INSERT INTO placement_rate (id, authority, placement, valid_from, pay_type, coverage, unit, pay_pence, comparable_pence,
                            comparable_coverage, recorded_at, recorded_by)
SELECT pg_temp.new_id(p.recorded_at), p.authority, p.id, p.start_date, CASE WHEN c.known THEN 'UMBRELLA' ELSE 'PSC_LTD' END,
       CASE WHEN c.known THEN 'PAY_HOL_ENI_LEVY' ELSE 'INCL_AGENCY_FEE' END, 'HOUR', p.pay_pence,
       CASE WHEN c.known THEN p.pay_pence END, CASE WHEN c.known THEN 'PAY_HOL_ENI_LEVY' END, p.recorded_at,
       pg_temp.id('history')
FROM demo_placement p CROSS JOIN LATERAL (SELECT p.over_cap OR p.fate < 0.98 AS known) AS c;
INSERT INTO breach (id, authority, placement, rule, layer, agreement, state, detected_on, resolved_on, known_after_start)
SELECT pg_temp.new_id(p.recorded_at), p.authority, p.id, 'PRICE_CAP', 'REGIONAL', pg_temp.id('agreement'), 'OPEN',
       p.start_date, p.end_date, false
FROM demo_placement p WHERE p.over_cap;

SELECT format('A made-up South East: %s authorities, %s suppliers, %s leavers, %s placements (%s over the cap).',
              (SELECT count(*) FROM demo_authority), (SELECT count(*) FROM demo_supplier),
              (SELECT count(*) FROM demo_month WHERE leaver), count(*), count(*) FILTER (WHERE over_cap))
FROM demo_placement;
COMMIT;
