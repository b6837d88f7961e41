-- Who signed in time, who may sign, what is about which breach, and what the region is told of it.
\ir begin.psql
\ir fixtures.psql
SELECT plan(18);

-- Rows that no request could make.
SELECT throws_ok(format($$ INSERT INTO rule_exception (id, version, authority, swe_number, rule, layer, start_date, grounds,
    reason, alternatives, expires_on, status, recorded_by)
    VALUES (gen_random_uuid(), 1, 886, 'SW9886', %L, %L, '2025-10-06', 'RETURNER', 'test', 'test', '2026-01-30', %L, %L) $$,
    rule, layer, status, pg_temp.id('kent')), '23514', NULL, rule || ' ' || layer || ' ' || status || ' is refused')
FROM (VALUES ('NOTICE', 'REGIONAL', 'DRAFT'), ('SIGN_OFF', 'NATIONAL', 'DRAFT'), ('PRICE_CAP', 'REGIONAL', 'DRAFT'),
             ('NOTICE', 'NATIONAL', 'EXPIRED'), ('NOTICE', 'NATIONAL', 'REFUSED')) AS r(rule, layer, status);
SELECT throws_ok($$ INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, late,
    recorded_by) VALUES (gen_random_uuid(), 886, 'SW9886', pg_temp.id('exception 886'), 1, 'CHIEF_EXECUTIVE',
    pg_temp.id('kent'), '2025-10-01', 'ATTESTED', false, pg_temp.id('kent')) $$, '23514', NULL,
    'an attestation without evidence is refused');
SELECT throws_ok($$ INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, late,
    recorded_by) VALUES (gen_random_uuid(), 887, 'SW9887', pg_temp.id('exception 886'), 1, 'CHIEF_EXECUTIVE',
    pg_temp.id('kent'), '2025-10-01', 'SIGNED', false, pg_temp.id('kent')) $$, '23503', NULL,
    'nobody signs under another authority''s exception');
SELECT throws_ok($$ INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, late,
    recorded_by) VALUES (gen_random_uuid(), 886, 'SW9886', pg_temp.id('exception 886'), 1, 'DCS',
    pg_temp.id('medway'), '2025-10-01', 'SIGNED', false, pg_temp.id('kent')) $$, '23505', NULL, 'a role signs once');

-- Who may sign: a person of the caller's authority with the role on that day.
DO $$ BEGIN PERFORM pg_temp.person('kent dcs', 'DCS', 886, NULL, NULL); END $$;
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT ok(signs_as(pg_temp.id('kent dcs'), 'DCS', '2025-10-01'), 'who holds the role signs');
SELECT ok(NOT signs_as(pg_temp.id('kent dcs'), 'CHIEF_EXECUTIVE', '2025-10-01'), 'not for another role');
SELECT ok(NOT signs_as(pg_temp.id('kent dcs'), 'DCS', '2024-12-31'), 'nor before the grant');
SELECT pg_temp.act_as('medway');
SELECT ok(NOT signs_as(pg_temp.id('kent dcs'), 'DCS', '2025-10-01'), 'nor for a neighbour');
RESET ROLE;
UPDATE principal SET kind = 'SYSTEM' WHERE id = pg_temp.id('kent dcs');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT ok(NOT signs_as(pg_temp.id('kent dcs'), 'DCS', '2025-10-01'), 'a system never signs');

-- What the region is told: how many were signed too late, and nothing more.
RESET ROLE;
INSERT INTO breach (id, authority, placement, rule, layer, state, detected_on, known_after_start)
SELECT pg_temp.id('over ' || a), a, pg_temp.id('placement ' || a), 'PRICE_CAP', 'REGIONAL', 'OPEN', '2025-10-07', a = 887
FROM unnest(ARRAY[886, 887]) AS a;
UPDATE rule_exception SET status = 'APPROVED';
UPDATE sign_off SET late = true WHERE authority = 886;
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('south east');
SELECT results_eq($$ SELECT authority, breaches, late_signatures, late_facts FROM breaches_of_region() WHERE rule = 'PRICE_CAP' ORDER BY 1 $$,
    $$ VALUES ('886', 1, 1, 0), ('887', 1, 0, 1) $$, 'late signatures and late facts are counted');
SELECT is_empty('SELECT FROM rule_exception', 'the region sees no exception');
SELECT is_empty('SELECT FROM sign_off', 'nor a signature');
SELECT pg_temp.act_as('kent');
SELECT results_eq($$ SELECT exception FROM exceptions_about(886, pg_temp.id('placement 886'), 'PRICE_CAP', 'REGIONAL', NULL) $$,
    $$ VALUES (pg_temp.id('exception 886')) $$, 'an exception is about the breach of its worker''s start');
SELECT is_empty($$ SELECT FROM exceptions_about(887, pg_temp.id('placement 887'), 'PRICE_CAP', 'REGIONAL', NULL) $$,
    'and nobody learns of a neighbour''s');
SELECT finish();
ROLLBACK;
