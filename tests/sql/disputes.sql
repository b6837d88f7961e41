-- A dispute is of two parties, and what its decider finds is the decider's alone. Kent decides; Medway opened.
\ir begin.psql
\ir fixtures.psql
SELECT plan(16);
SELECT ok(signed_to_share(886, 887, current_date), 'Kent and Medway have signed to share');
SELECT ok(NOT signed_to_share(886, 936, current_date), 'Surrey has not');
SELECT ok(NOT signed_to_share(886, 887, '2025-03-31'), 'nor had Medway, before it joined');
SELECT ok(signed_to_share(303, 303, current_date), 'everybody shares with itself');

CREATE FUNCTION pg_temp.opening(authority integer, opener integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('INSERT INTO dispute (id, authority, opened_through, swe_number, fact, statement, due_on, opened_at)
        VALUES (%L, %s, %s, %L, %L, %L, %L, %L)', pg_temp.id('dispute'), authority, opener, 'SW9886', 'LAST_DAY', 'No',
        '2026-10-14', '2026-09-14')
$$;
GRANT EXECUTE ON FUNCTION pg_temp.opening TO accord_app;
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('medway');
SELECT throws_ok(pg_temp.opening(886, 886), '42501', NULL, 'nobody opens one in another''s name');
SELECT lives_ok(pg_temp.opening(886, 887), 'a dispute is opened at another authority');
SELECT throws_ok($$ INSERT INTO dispute_link (authority, dispute, record, linked_at)
    VALUES (886, pg_temp.id('dispute'), pg_temp.id('employment 886'), now()) $$, '42501', NULL,
    'who opened it does not link it');
SELECT is_empty($$ UPDATE dispute SET state = 'UPHELD', decided_at = now() RETURNING 1 $$, 'nor decides it');

SELECT pg_temp.act_as('kent');
SELECT isnt_empty('SELECT 1 FROM dispute', 'who decides sees it');
SELECT lives_ok($$ INSERT INTO dispute_link (authority, dispute, record, linked_at)
    VALUES (886, pg_temp.id('dispute'), pg_temp.id('employment 886'), now()) $$, 'links it');
SELECT lives_ok($$ INSERT INTO dispute_decision (authority, dispute, reason, withdrawn, decided_at)
    VALUES (886, pg_temp.id('dispute'), 'so it was', false, now()) $$, 'and says why');
SELECT isnt_empty($$ UPDATE dispute SET state = 'UPHELD', decided_at = now() RETURNING 1 $$, 'and decides it');
SELECT throws_ok($$ UPDATE dispute SET statement = 'Yes' $$, '42501', NULL, 'what was said stays');

SELECT pg_temp.act_as('medway');
SELECT results_eq('SELECT state::text FROM dispute', $$ VALUES ('UPHELD') $$, 'who opened it sees how it ended');
SELECT is_empty('SELECT 1 FROM dispute_link UNION ALL SELECT 1 FROM dispute_decision', 'and neither record nor reason');
SELECT pg_temp.act_as('surrey');
SELECT is_empty('SELECT 1 FROM dispute', 'a third sees nothing');
SELECT finish();
ROLLBACK;
