-- The region's rates against figures worked out by hand. Quartiles are R-7: of n sorted values, at (n - 1) p.
\ir begin.psql
\ir fixtures.psql

-- The quarter asked for is July to September 2026; the fixtures' own placements are in the way.
DELETE FROM placement_review;
DELETE FROM conversion;
DELETE FROM information_given;
DELETE FROM breach;
DELETE FROM placement_extension;
DELETE FROM placement_decision;
DELETE FROM placement_rate;
DELETE FROM placement;
-- A placement with one rate.
CREATE FUNCTION pg_temp.rated(name text, authority integer, job text, pence bigint, valid_from date,
    valid_to date, status text, end_date date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO accord.placement (id, authority, swe_number, category, engagement, supplier, local_role,
        job_type, start_date, end_date, minutes_per_week, reason, asked, eligibility_check, findings, status,
        recorded_by)
    SELECT pg_temp.id(name), authority, 'SW7', 'CHILD_FAMILY_SOCIAL_WORKER', 'PROPOSED',
        pg_temp.id('supplier'), name, job,
           '2026-01-05', end_date, 2220, 'VACANCY', '{}', c.id, '[]', status, pg_temp.id('kent')
    FROM accord.eligibility_check c WHERE c.authority = rated.authority;
    INSERT INTO accord.placement_rate (id, authority, placement, valid_from, valid_to, pay_type, coverage,
        unit, pay_pence, comparable_pence, comparable_coverage, recorded_by)
    SELECT gen_random_uuid(), authority, pg_temp.id(name), valid_from, valid_to, 'UMBRELLA',
        'PAY_HOL_ENI_LEVY', 'HOUR', 1,
           pence, CASE WHEN pence IS NOT NULL THEN 'PAY_HOL_ENI_LEVY' END, pg_temp.id('kent')
$$;
INSERT INTO eligibility_check (id, authority, swe_number, principal, purpose, checked_at, start_date, asked,
    ruleset, facts_version, facts_digest, outcome, not_checked, findings)
SELECT gen_random_uuid(), a, 'SW7', pg_temp.id('kent'), 'review', now(), '2026-01-05', '{}', '2024-10-31', 0,
    '\x00', 'CLEAR', '{}', '[]'
FROM unnest(ARRAY[936, 303]) a;

DO $$
BEGIN
    PERFORM
        -- Six that count: 3000 3200 3400 3600 3800 4000, three of them Kent's, three over the cap of 3500.
        pg_temp.rated('sw 1', 886, 'SW', 3000, '2026-01-05', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('sw 2', 886, 'SW', 3200, '2026-01-05', NULL, 'IN_BREACH', NULL),
        pg_temp.rated('sw 3', 886, 'SW', 3400, '2026-01-05', '2026-08-31', 'ENDED', '2026-08-31'),
        pg_temp.rated('sw 4', 887, 'SW', 3600, '2026-01-05', NULL, 'CONVERTED', '2026-09-01'),
        pg_temp.rated('sw 5', 887, 'SW', 3800, '2026-08-03', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('sw 6', 936, 'SW', 4000, '2026-09-30', NULL, 'CONFIRMED', NULL),
        -- Two that cannot be compared, and what does not count: another region, what does not stand.
        pg_temp.rated('sw ?', 886, 'SW', NULL, '2026-01-05', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('sw !', 887, 'SW', 2000, '2026-01-05', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('sw far', 303, 'SW', 9900, '2026-01-05', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('sw provisional', 886, 'SW', 9901, '2026-01-05', NULL, 'PROVISIONAL', NULL),
        pg_temp.rated('sw referred', 886, 'SW', 9902, '2026-01-05', NULL, 'REFERRED', NULL),
        pg_temp.rated('sw withdrawn', 886, 'SW', 9903, '2026-01-05', NULL, 'WITHDRAWN', NULL),
        pg_temp.rated('sw refused', 886, 'SW', 9904, '2026-01-05', NULL, 'REFUSED', NULL),
        pg_temp.rated('sw superseded', 886, 'SW', 9905, '2026-01-05', NULL, 'CONFIRMED', NULL),
        -- The quarter's edges: three in, four out.
        pg_temp.rated('tm ends with the first day', 886, 'TM', 4100, '2026-01-05', '2026-07-01', 'CONFIRMED',
            NULL),
        pg_temp.rated('tm begins on the last day', 887, 'TM', 4200, '2026-09-30', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('tm left on the first day', 936, 'TM', 4300, '2026-01-05', NULL, 'ENDED', '2026-07-01'),
        pg_temp.rated('tm ends the day before', 886, 'TM', 9900, '2026-01-05', '2026-06-30', 'CONFIRMED',
            NULL),
        pg_temp.rated('tm begins the day after', 886, 'TM', 9900, '2026-10-01', NULL, 'CONFIRMED', NULL),
        pg_temp.rated('tm left the day before', 886, 'TM', 9900, '2026-01-05', NULL, 'ENDED', '2026-06-30'),
        pg_temp.rated('tm left before its rate', 886, 'TM', 9900, '2026-01-05', '2026-12-31', 'ENDED',
            '2026-06-30'),
        -- One placement, two rates in the quarter.
        pg_temp.rated('ap', 887, 'AP', 3000, '2026-01-05', '2026-08-15', 'CONFIRMED', NULL);
END $$;
UPDATE placement_rate SET superseded_at = now() WHERE placement = pg_temp.id('sw superseded');
UPDATE placement_rate SET comparable_coverage = 'PAY_ONLY' WHERE placement = pg_temp.id('sw !');
INSERT INTO placement_rate (id, authority, placement, valid_from, pay_type, coverage, unit, pay_pence,
    comparable_pence, comparable_coverage, recorded_by)
VALUES (gen_random_uuid(), 887, pg_temp.id('ap'), '2026-08-16', 'UMBRELLA', 'PAY_HOL_ENI_LEVY', 'HOUR', 1,
    4000, 'PAY_HOL_ENI_LEVY', pg_temp.id('kent'));
-- Caps that do not count, and for TM one that follows another within the quarter.
INSERT INTO rate_cap (id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence,
    effective_from, effective_to, status, source, superseded_at) VALUES
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'AP', 'NQSW', 'ALL', 'PAY_HOL_ENI_LEVY', 1,
        '2025-10-01', NULL, 'PUBLISHED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'AP', NULL, 'ALL', 'PAY_HOL_ENI_LEVY', 2,
        '2025-10-01', NULL, 'AGREED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'AP', NULL, 'ALL', 'PAY_ONLY', 3,
        '2025-10-01', NULL, 'PUBLISHED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'SSW', NULL, 'ALL', 'PAY_HOL_ENI_LEVY', 4,
        '2025-10-01', NULL, 'PUBLISHED', 't', now()),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'SSW', NULL, 'ALL', 'PAY_HOL_ENI_LEVY', 5,
        '2026-10-01', NULL, 'PUBLISHED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'TM', NULL, 'ALL', 'PAY_HOL_ENI_LEVY', 4050,
        '2025-10-01', '2026-07-31', 'PUBLISHED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'TM', NULL, 'ALL', 'PAY_HOL_ENI_LEVY', 4250,
        '2026-08-01', NULL, 'PUBLISHED', 't', NULL),
    (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'TM', NULL, 'UMBRELLA', 'PAY_HOL_ENI_LEVY',
        6, '2025-10-01', NULL, 'PUBLISHED', 't', NULL);

SELECT plan(22);
PREPARE rates AS SELECT job_type, placements, authorities, largest, lower_quartile, median, upper_quartile,
    over_cap, cap_pence,
    own_median, not_comparable FROM benchmark_rates('2026-07-01', '2026-09-30');
CREATE FUNCTION pg_temp.cell(job text) RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', b.placements, b.authorities, b.largest, coalesce(b.lower_quartile::text, '-'),
        coalesce(b.median::text, '-'), coalesce(b.upper_quartile::text, '-'), coalesce(b.over_cap::text, '-'),
        coalesce(b.cap_pence::text, '-'), coalesce(b.own_median::text, '-'), b.not_comparable)
    FROM accord.benchmark_rates('2026-07-01', '2026-09-30') b WHERE b.job_type = job
$$;
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT results_eq('SELECT job_type FROM benchmark_rates(''2026-07-01'', ''2026-09-30'')',
    ARRAY['SW', 'SSW', 'AP', 'TM', 'IRO_CPCC'],
    'five rows, in the order of the list, whatever there is to say');
--  n authorities largest | (n-1)/4 = 1.25: 3250, 2.5: 3500, 3.75: 3750 | over cap own not
SELECT is(pg_temp.cell('SW'), '6 3 3 3250 3500 3750 3 3500 3200 2',
    'quartiles, largest contributor, over the cap, own');
SELECT is(pg_temp.cell('TM'), '3 3 1 4150 4200 4250 1 4250 4100 0',
    'a rate counts on a day of the quarter; the cap is its last day''s');
SELECT is(pg_temp.cell('AP'), '1 1 1 3250 3500 3750 0 - - 0',
    'a placement counts once, its rates each; no cap of this coverage');
SELECT is(pg_temp.cell('IRO_CPCC'), '0 0 0 - - - 0 - - 0', 'nothing');
SELECT is(pg_temp.cell('SSW'), '0 0 0 - - - 0 - - 0', 'neither a superseded nor a later cap');
SELECT pg_temp.act_as('medway');
SELECT is(pg_temp.cell('SW'), '6 3 3 3250 3500 3750 3 3500 3700 2',
    'a neighbour is told the same, and its own median');
SELECT pg_temp.act_as('south east');
SELECT is(pg_temp.cell('SW'), '6 3 3 3250 3500 3750 3 3500 - 2', 'a region has none of its own');
SELECT pg_temp.act_as('london');
SELECT is(pg_temp.cell('SW'), '1 1 1 9900 9900 9900 0 - - 0', 'each region has its own figures');
SELECT is((SELECT placements FROM benchmark_rates('2025-01-01', '2025-03-31')
    WHERE job_type = 'SW'), 0::bigint, 'and each quarter');

-- Surrey is split: Kent and Medway hold what it had, and each knows it.
RESET ROLE;
SAVEPOINT whole;
INSERT INTO authority_succession (predecessor, successor, succeeded_on)
SELECT 936, successor, '2026-04-01' FROM unnest(ARRAY[886, 887]) AS s(successor);
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT is(pg_temp.cell('SW'), '6 2 4 3250 3500 3750 3 3500 3300 2',
    'what a successor holds is its own, and goes with it');
SELECT is(pg_temp.cell('TM'), '3 2 2 4150 4200 4250 1 4250 4200 0', 'of each after a split');
ROLLBACK TO whole;
INSERT INTO authority_succession (predecessor, successor, succeeded_on)
SELECT predecessor, 886, current_date FROM unnest(ARRAY[887, 936]) AS p(predecessor);
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT is(pg_temp.cell('SW'), '6 1 6 3250 3500 3750 3 3500 3500 2', 'three that became one are one');
ROLLBACK TO whole;
INSERT INTO authority_succession (predecessor, successor, succeeded_on)
VALUES (936, 886, current_date + 1);
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT is(pg_temp.cell('SW'), '6 3 3 3250 3500 3750 3 3500 3200 2', 'and not before the day');
ROLLBACK TO whole;
SET LOCAL ROLE accord_app;

-- Who is not told.
SELECT pg_temp.act_as('surrey');
SELECT throws_ok('rates', 'AC001', 'sharing_agreement_unsigned', 'a member that has not signed');
SELECT pg_temp.act_as('bexley');
SELECT throws_ok('rates', 'AC001', 'sharing_agreement_unsigned', 'who is no member');
SELECT pg_temp.act_as('agency');
SELECT throws_ok('rates', 'AC001', 'forbidden', 'a supplier');
SELECT pg_temp.act_as_nobody();
SELECT throws_ok('rates', 'AC001', 'forbidden', 'nobody');
RESET ROLE;
SAVEPOINT in_force;
UPDATE agreement SET valid = daterange('2025-04-01', current_date) WHERE id = pg_temp.id('memorandum');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT throws_ok('rates', 'AC001', 'sharing_agreement_unsigned', 'a member of an agreement that is over');
ROLLBACK TO in_force;
UPDATE membership SET valid = daterange('2025-04-01', current_date) WHERE id = pg_temp.id('kent joins');
UPDATE membership SET superseded_at = now() WHERE id = pg_temp.id('medway joins');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT throws_ok('rates', 'AC001', 'sharing_agreement_unsigned', 'who has left');
SELECT pg_temp.act_as('medway');
SELECT throws_ok('rates', 'AC001', 'sharing_agreement_unsigned', 'who is not on record as a member any more');
SELECT is_empty($$ SELECT n FROM pg_proc, unnest(proargnames) n WHERE oid = 'benchmark_rates'::regproc
    AND n IN ('minimum', 'maximum', 'authority', 'placement', 'swe_number') $$,
    'no extremes and nobody''s name');
SELECT finish();
ROLLBACK;
