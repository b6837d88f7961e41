-- What the rules are told across authorities, and what keeps it true until it is written.
\ir begin.psql
\ir fixtures.psql

-- Three columns of facts_of that say where a spell counts.
CREATE FUNCTION pg_temp.told(swe text, start_on date, facts_as_of bigint, rules_as_of bigint)
RETURNS TABLE (authority integer, last_day date, bound uuid[]) LANGUAGE sql AS $$
    SELECT f.authority, f.last_day, f.bound FROM accord.facts_of(swe, start_on, NULL, NULL, facts_as_of, rules_as_of) f
$$;
CREATE FUNCTION pg_temp.sorted(anyarray) RETURNS anyarray LANGUAGE sql AS $$ SELECT array_agg(x ORDER BY x)
    FROM unnest($1) x $$;
SELECT no_plan();

-- Standing and inheritance.
SELECT is(pg_temp.sorted(standing_of(909, '2025-10-01')), '{909,942,943}',
    'Cumbria counts as both of its successors');
SELECT is(standing_of(909, '2023-03-31'), '{909}', 'and as itself until it was split');
SELECT is(pg_temp.sorted(standing_of(835, '2019-04-01')), '{835,838,839}', 'from the very day');
SELECT is(standing_of(886, '2025-10-01'), '{886}', 'Kent is Kent');
SELECT is(pg_temp.sorted(inherited_by(839, '2025-10-01')), '{835,836,837,839}', 'three became one');
SELECT is(inherited_by(942, '2023-03-31'), '{942}', 'nothing is inherited before the day');
SELECT is(pg_temp.sorted(regions_of('{886,303,909}')), '{London,"North West","South East"}',
    'regions of several');
INSERT INTO authority (id, name, dfe_code, region, kind, source)
    VALUES (999, 'Fixture Trust', '999', 'South East', 'TRUST', 'test');
INSERT INTO delivery_body (body, serves, valid) VALUES (999, 886, daterange('2025-01-01', '2026-01-01'));
INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, last_day, leaving_reason, recorded_at,
                        recorded_by)
SELECT gen_random_uuid(), 1, 999, 'SW9999', 'SUBSTANTIVE', 'CHILDREN', '2020-01-06', ended::date,
       CASE WHEN ended IS NOT NULL THEN 'RESIGNED' END, '2025-05-01', pg_temp.id('kent')
FROM unnest(ARRAY['2024-12-31', '2025-12-31', NULL]) AS ended;
SELECT is(pg_temp.sorted(standing_of(999, '2025-12-31')), '{886,999}',
    'a trust counts as the authority that it serves');
SELECT is(standing_of(999, '2026-01-01'), '{999}', 'for as long as it does');
SELECT is(inherited_by(999, '2025-12-31'), '{999}', 'and does not hold that one''s records');

-- What binds.
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-05-31', NULL), '{}', 'not before the phase is adopted');
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-06-01', NULL), ARRAY[pg_temp.id('memorandum')],
    'from that day on');
SELECT is(bound_by('{886}', 'PAY', '2025-06-01', NULL), ARRAY[pg_temp.id('memorandum')],
    'who adopted phase 2');
SELECT is(bound_by('{887}', 'PAY', '2025-06-01', NULL), '{}', 'not who adopted phase 1 alone');
SELECT is(bound_by('{887}', 'REFERENCES', '2025-06-01', NULL), '{}',
    'not by a protocol that was not agreed');
SELECT is(bound_by('{936}', 'COOL_OFF', '2025-06-01', NULL), '{}', 'not without a signed sharing agreement');
SAVEPOINT unsigned;
UPDATE membership SET sharing_agreement_signed_on = '2025-07-15' WHERE id = pg_temp.id('surrey joins');
SELECT is(bound_by('{936}', 'COOL_OFF', '2025-07-14', NULL), '{}', 'nor on a day before it was signed');
SELECT is(bound_by('{936}', 'COOL_OFF', '2025-07-15', NULL), ARRAY[pg_temp.id('memorandum')], 'but from that day on');
ROLLBACK TO unsigned;
SELECT is(bound_by('{303,909}', 'COOL_OFF', '2025-06-01', NULL), '{}', 'not who is no member');
SELECT is(bound_by('{909,887}', 'COOL_OFF', '2025-06-01', NULL), ARRAY[pg_temp.id('memorandum')],
    'any of several binds');
SELECT is(bound_by('{886,887}', 'COOL_OFF', '2025-06-01', NULL), ARRAY[pg_temp.id('memorandum')],
    'and each agreement is named once');
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-06-01', 0), '{}', 'not before it was on record');
SAVEPOINT before;
UPDATE membership SET valid = daterange('2025-04-01', '2026-04-01') WHERE id = pg_temp.id('kent joins');
SELECT is(bound_by('{886}', 'COOL_OFF', '2026-03-31', NULL), ARRAY[pg_temp.id('memorandum')],
    'to the last day of membership');
SELECT is(bound_by('{886}', 'COOL_OFF', '2026-04-01', NULL), '{}', 'and not after');
UPDATE agreement SET valid = daterange('2025-04-01', '2026-01-01') WHERE id = pg_temp.id('memorandum');
SELECT is(bound_by('{886}', 'COOL_OFF', '2026-01-01', NULL), '{}', 'nor after the agreement''s last');
ROLLBACK TO before;
-- A phase's day is put right: it was on record as 1 June, and is 1 September since.
CREATE TEMP TABLE told AS SELECT version FROM rules_version;
GRANT SELECT ON told TO accord_app;
UPDATE membership_phase SET superseded_at = '2025-08-01' WHERE membership = pg_temp.id('kent joins');
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from, recorded_at)
VALUES (pg_temp.id('kent joins'), pg_temp.id('memorandum'), 'South East', 2, '2025-09-01', '2025-08-01');
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-06-15', (SELECT version FROM told)), ARRAY[pg_temp.id('memorandum')],
    'a replay sees what was on record');
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-06-15', (SELECT version FROM rules_version)), '{}',
    'and not what was put right since');
SELECT is(bound_by('{886}', 'COOL_OFF', '2025-09-01', (SELECT version FROM rules_version)), ARRAY[pg_temp.id('memorandum')],
    'the correction binds');
ROLLBACK TO before;

SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT results_eq($$ SELECT authority, protocol, valid FROM binding
    WHERE agreement = pg_temp.id('memorandum') ORDER BY 1, 2 $$,
    $$ VALUES (886, 'COOL_OFF', daterange('2025-06-01', NULL)), (886, 'PAY', daterange('2025-06-01', NULL)),
              (887, 'COOL_OFF', daterange('2025-06-01', NULL)) $$, 'the view says the same, once for each');
SELECT is_empty($$ SELECT 1 FROM binding WHERE name LIKE '% (historical)' $$,
    'agreements of history bind nobody');

-- facts_of.
SELECT results_eq($$ SELECT version, declared, authority, bound
    FROM facts_of('SW1', '2025-10-06', NULL, NULL, NULL, NULL) $$,
    $$ VALUES (0::bigint, NULL::boolean, NULL::integer, '{}'::uuid[]) $$,
    'nothing on record is one row, which carries the version');
SELECT results_eq($$ SELECT version, declared, authority, stands, regions, basis, service, start_date,
    last_day, probation_end, leaving_reason, evidence_kind, evidence_dated, disputed, bound
    FROM facts_of('SW9887', '2025-10-06', NULL, NULL, NULL, NULL) $$,
    $$ VALUES (0::bigint, false, 887, '{887}'::integer[], '{South East}'::text[], 'SUBSTANTIVE', 'CHILDREN',
               date '2020-01-06', date '2025-06-30', NULL::date, 'RESIGNED', NULL::text, NULL::date, false,
               ARRAY[pg_temp.id('memorandum')]) $$,
    'a neighbour''s spell crosses with its dates');
SELECT is_empty($$ SELECT n FROM pg_proc, unnest(proargnames) n WHERE oid = 'facts_of'::regproc
    AND n IN ('id', 'external_ref', 'recorded_by', 'job_type', 'worker') $$,
    'and without what would name anybody');
SELECT results_eq($$ SELECT authority, pg_temp.sorted(stands), regions
    FROM facts_of('SW9909', '2025-10-06', NULL, NULL, NULL, NULL) $$,
    $$ VALUES (909, '{909,942,943}'::integer[], '{North West}'::text[]) $$,
    'a spell at Cumbria stands at both successors');
SELECT results_eq($$ SELECT last_day, pg_temp.sorted(stands) FROM facts_of('SW9999', '2026-02-02', NULL, NULL, NULL, NULL)
    ORDER BY last_day $$,
    $$ VALUES (date '2024-12-31', '{999}'::integer[]), ('2025-12-31', '{886,999}'), (NULL, '{999}') $$,
    'a spell at a trust stands where that served on its last day, or on the start while it goes on');
SELECT results_eq($$ SELECT declared, authority, last_day, basis, pg_temp.sorted(stands), regions, bound
    FROM facts_of('SW9887', '2025-10-06', 909, '2025-08-31', NULL, NULL) ORDER BY declared $$,
    $$ VALUES (false, 887, date '2025-06-30', 'SUBSTANTIVE', '{887}'::integer[], '{South East}'::text[],
               ARRAY[pg_temp.id('memorandum')]),
              (true, 909, date '2025-08-31', NULL, '{909,942,943}', '{North West}', '{}') $$,
    'what the worker declared is a row of its own');
SELECT results_eq($$ SELECT declared, authority
    FROM facts_of('SW1', '2025-10-06', 886, '2025-08-31', NULL, NULL) $$,
    $$ VALUES (true, 886) $$, 'also where nothing is on record');
SELECT results_eq($$ SELECT * FROM pg_temp.told('SW9887', '2025-05-05', NULL, NULL) $$,
    $$ VALUES (887, date '2025-06-30', '{}'::uuid[]) $$,
    'a spell that ends after the start is bound as of the start');
SELECT results_eq($$ SELECT authority FROM pg_temp.told('SW9887', '2025-10-06', -1, NULL) $$,
    $$ VALUES (NULL::integer) $$,
    'not before it was on record');
RESET ROLE;
INSERT INTO worker_facts (swe_number, worker, version) VALUES ('SW9887', pg_temp.id('corrected'), 1);
UPDATE employment SET superseded_at = '2025-09-01' WHERE authority = 887;
INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, last_day,
    leaving_reason, recorded_at, recorded_by)
VALUES (pg_temp.id('employment 887'), 2, 887, 'SW9887', 'SUBSTANTIVE', 'CHILDREN', NULL, '2025-05-31',
    'RESIGNED', '2025-09-01', pg_temp.id('medway')),
       (pg_temp.id('open'), 1, 886, 'SW9888', 'FIXED_TERM', 'MIXED', '2024-01-08', NULL, NULL, '2025-05-01',
           pg_temp.id('kent'));
SET LOCAL ROLE accord_app;
SELECT results_eq($$ SELECT * FROM pg_temp.told('SW9887', '2025-10-06', 0, NULL) $$,
    $$ VALUES (887, date '2025-06-30', ARRAY[pg_temp.id('memorandum')]) $$,
    'a replay sees what was on record at its version');
SELECT results_eq($$ SELECT * FROM pg_temp.told('SW9887', '2025-10-06', 1, NULL) $$,
    $$ VALUES (887, date '2025-05-31', '{}'::uuid[]) $$, 'the corrected last day came before the phase');
SELECT results_eq($$ SELECT * FROM pg_temp.told('SW9888', '2025-10-06', NULL, NULL) $$,
    $$ VALUES (886, NULL::date, ARRAY[pg_temp.id('memorandum')]) $$,
    'an open spell is bound as of the start');
RESET ROLE;
CREATE TEMP TABLE asked (what text, statement text);
INSERT INTO asked VALUES
    ('facts', $$ SELECT FROM facts_of('SW9887', '2025-10-06', NULL, NULL, NULL, NULL) $$),
    ('silence', $$ SELECT silent_authorities(886, '2025-07-01') $$);
GRANT SELECT ON asked TO accord_app;
SET LOCAL ROLE accord_app;
SELECT throws_ok(format('SELECT pg_temp.act_as(%L);', who) || statement, 'AC001', 'forbidden',
    who || ' is not told of ' || what)
FROM unnest(ARRAY['kent hr', 'kent auditor', 'south east', 'agency']) who, asked;
SELECT pg_temp.act_as_nobody();
SELECT throws_ok(statement, 'AC001', 'forbidden', 'nobody is not told of ' || what) FROM asked;

-- Claims.
SELECT throws_ok($$ SELECT facts_claim('SW5', 0, gen_random_uuid()) $$,
    'AC001', 'forbidden', 'nobody claims nothing');
SELECT pg_temp.act_as('south east');
SELECT throws_ok($$ SELECT facts_claim('SW5', 0, gen_random_uuid()) $$,
    'AC001', 'forbidden', 'nor does a region');
SELECT pg_temp.act_as('kent hr');
SELECT is(facts_version('SW5'), 0::bigint, 'before first sight');
SELECT throws_ok($$ SELECT facts_claim('SW5', 1, gen_random_uuid()) $$,
    'AC001', 'stale_facts', 'what was never seen has no version');
SELECT lives_ok($$ SELECT facts_claim('SW5', 0, pg_temp.id('worker')) $$, 'first sight');
SELECT throws_ok($$ SELECT facts_claim('SW5', 0, gen_random_uuid()) $$,
    'AC001', 'stale_facts', 'first sight is once');
SELECT pg_temp.act_as('medway');
SELECT lives_ok($$ SELECT facts_claim('SW5', 1, gen_random_uuid()) $$, 'another authority''s write moves it');
SELECT throws_ok($$ SELECT facts_claim('SW5', 1, gen_random_uuid()) $$,
    'AC001', 'stale_facts', 'a version is claimed once');
SELECT throws_ok($$ SELECT facts_claim('SW5', 3, gen_random_uuid()) $$,
    'AC001', 'stale_facts', 'nor is one that is to come');
SELECT is(facts_version('SW5'), 2::bigint, 'two claims, version two');
SELECT is((SELECT version FROM facts_of('SW5', '2025-10-06', NULL, NULL, NULL, NULL)), 2::bigint,
    'which comes with the facts');
SELECT throws_ok($$ SELECT facts_claim('sw 5', 0, gen_random_uuid()) $$,
    '23514', NULL, 'only of a number in its normal form');
RESET ROLE;
SELECT is((SELECT worker FROM worker_facts WHERE swe_number = 'SW5'), pg_temp.id('worker'),
    'the id of first sight stays');

-- Silence.
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT is(silent_authorities(886, '2025-09-01'), 19,
    'all of the South East, who states nothing at all included');
SELECT is(silent_authorities(886, '2025-07-01'), 17, 'a statement of none is a statement');
SELECT is(silent_authorities(886, '2025-06-01'), 18,
    'a leaver on the last day of the month is one; a superseded one is not');
SELECT is(silent_authorities(886, '2025-05-01'), 18, 'nor is it of another month');
SELECT is(silent_authorities(303, '2025-07-01'), 33, 'London is not asked of Kent');
SELECT is(silent_authorities(942, '2025-09-01'), 24, 'who has ended is not silent');
RESET ROLE;
UPDATE leaver_statement SET superseded_at = now() WHERE authority = 887;
SELECT is(silent_authorities(886, '2025-07-01'), 18, 'a statement withdrawn is none');

SELECT finish();
ROLLBACK;
