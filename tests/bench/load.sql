-- SPDX-License-Identifier: MIT
-- What is measured on, beside the made-up region of deploy/demo: the numbered rows 1 to :rows of caps (a hundredth),
-- workers (a fifth with a post they left long ago), checks, placements and rates (a fifth Kent's). Row n has the id
-- that recipes and wrk.lua form from n. As accord_owner.
\set ON_ERROR_STOP on
\set QUIET on
BEGIN;
SET LOCAL ROLE accord_owner;
SET LOCAL search_path = accord, public, pg_temp;

CREATE FUNCTION pg_temp.id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT ('0199b2c4000070008' || (100000000000000 + n))::uuid
$$;
CREATE TEMP TABLE held ON COMMIT DROP AS
SELECT n, pg_temp.id(n) AS id, 'SW' || (1000000 + n) AS swe_number, date '2024-11-01' + (n % 700)::int AS start_date,
       CASE WHEN n <= :rows / 5 THEN (SELECT id FROM authority WHERE name = 'Kent')
            ELSE (SELECT array_agg(authority ORDER BY authority) FROM membership)[1 + n % (SELECT count(*) FROM membership)]
       END AS authority,
       md5('demonstration history')::uuid AS who
FROM generate_series(1, :rows) AS n;

INSERT INTO agreement (id, lead_region, name, kind, regions, legal_basis, valid)
VALUES (pg_temp.id(0), 'South East', 'Caps to measure on (made up)', 'REGION', '{South East}', 'REGIONAL_MOC', '[2020-01-01,)');
INSERT INTO rate_cap (id, agreement, lead_region, job_type, pay_type, coverage, cap_pence, effective_from, status, source)
SELECT id, pg_temp.id(0), 'South East', 'SW', 'UMBRELLA', 'PAY_HOL_ENI_LEVY', 3000 + n % 1000, start_date, 'HISTORICAL', 'made up'
FROM held WHERE n <= :rows / 100;

INSERT INTO worker_facts (swe_number, worker, version) SELECT swe_number, id, 1 FROM held;
INSERT INTO employment (id, version, authority, swe_number, basis, service, job_type, start_date, last_day, leaving_reason,
                        recorded_by)
SELECT id, 1, authority, swe_number, 'SUBSTANTIVE', 'CHILDREN', 'SW', start_date - 3000, start_date - 1500, 'RESIGNED', who
FROM held WHERE n % 5 = 0;
INSERT INTO eligibility_check (id, authority, swe_number, principal, purpose, checked_at, start_date, asked, ruleset,
                               facts_version, facts_digest, outcome, not_checked, findings)
SELECT id, authority, swe_number, who, 'pre_engagement', start_date, start_date, '{"made_up": true}',
       (SELECT version FROM ruleset WHERE upper_inf(valid) AND superseded_at IS NULL), 1, '\x00', 'CLEAR',
       '{EXPERIENCE,REFERENCES,NOTICE}',
       '[{"rule": "COOL_OFF", "layer": "NATIONAL", "verdict": "PASS", "reason": "Made up: no rule was run."},
         {"rule": "PRICE_CAP", "layer": "REGIONAL", "verdict": "PASS", "reason": "Made up: no rule was run."}]'
FROM held;
INSERT INTO placement (id, authority, swe_number, category, engagement, supplier, job_type, start_date, minutes_per_week,
                       reason, asked, eligibility_check, findings, status, recorded_by)
SELECT id, authority, swe_number, 'CHILD_FAMILY_SOCIAL_WORKER', 'PROPOSED', '0199b2c4-0000-7000-8000-000000000001', 'SW',
       start_date, 2220, 'VACANCY', '{"made_up": true}', id, '[]', 'CONFIRMED', who
FROM held;
INSERT INTO placement_rate (id, authority, placement, valid_from, pay_type, coverage, unit, pay_pence, comparable_pence,
                            comparable_coverage, recorded_by)
SELECT id, authority, id, start_date, 'UMBRELLA', 'PAY_HOL_ENI_LEVY', 'HOUR', 3000 + n % 800, 3000 + n % 800,
       'PAY_HOL_ENI_LEVY', who
FROM held;
COMMIT;
