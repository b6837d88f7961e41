-- What agreements, caps and mappings touch: once what was under way has ended, and no more than that.
\ir begin.psql
\ir fixtures.psql
SELECT no_plan();

-- What a sweep of this kind touches, in words.
CREATE FUNCTION pg_temp.touched(kind text, object text, days daterange, today date DEFAULT '2026-09-14',
                                due date DEFAULT '-infinity') RETURNS text[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(p.authority || ' ' || t.cause ORDER BY p.authority, t.cause), '{}')
    FROM accord.placement p
    CROSS JOIN LATERAL accord.touches(jsonb_populate_record(NULL::accord.sweep, jsonb_build_object(
        'kind', kind, 'object', pg_temp.id(object), 'days', days, 'due', due)), p, today) AS t(cause)
$$;
SELECT is_empty('SELECT FROM sweep', 'what the owner loads leaves no sweep');

-- Who leaves one, and who sees it.
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('south east');
SELECT lives_ok($$ SELECT sweep_add('PAY', pg_temp.id('kent joins'), daterange('2025-04-01', NULL)) $$, 'the region leaves one');
SELECT throws_like($$ SELECT sweep_add('ROLE_MAPPING', pg_temp.id('mapping 886'), daterange(NULL, NULL)) $$, '%forbidden%',
    'of its agreements alone');
SELECT throws_ok('SELECT FROM sweep', '42501', NULL, 'and does not see it');
SELECT pg_temp.act_as('kent admin');
SELECT throws_like($$ SELECT sweep_add('CAP', pg_temp.id('cap PUBLISHED'), daterange(NULL, NULL)) $$, '%forbidden%',
    'an authority leaves them of its mappings alone');
SELECT pg_temp.act_as('kent');
SELECT throws_like($$ SELECT sweep_add('ROLE_MAPPING', pg_temp.id('mapping 886'), daterange(NULL, NULL)) $$, '%forbidden%',
    'by its administrator');
RESET ROLE;

-- Its two orders: what had begun when it was seen is under way, or has ended. This transaction has begun.
CREATE FUNCTION pg_temp.state() RETURNS text LANGUAGE sql AS $$
    SELECT concat_ws(' ', CASE WHEN after IS NULL THEN 'not seen' ELSE 'seen' END, CASE WHEN done_at IS NOT NULL THEN 'done' END,
                     'due ' || due) FROM accord.sweep
$$;
CREATE FUNCTION pg_temp.queued() RETURNS text[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(authority || ' ' || cause ORDER BY authority, cause), '{}') FROM accord.recheck
$$;
SELECT is(pg_temp.state(), 'not seen due -infinity', 'as it was left');
SELECT sweeps_due('2026-09-14');
SELECT is(pg_temp.state(), 'seen due -infinity', 'seen');
SELECT sweeps_due('2026-09-14');
SELECT is(pg_temp.state(), 'seen due -infinity', 'and not looked at while something that had begun then is under way');
SELECT is(pg_temp.queued(), '{}', 'so that nothing is queued');
UPDATE sweep SET after = '3';
SELECT sweeps_due('2026-09-14');
SELECT is(pg_temp.state(), 'not seen done due -infinity', 'looked at once all of that has ended');
SELECT is(pg_temp.queued(), '{886 CAP}', 'and what it touches is queued');
UPDATE sweep SET done_at = NULL, after = '3', days = daterange('2026-10-01', '2027-04-01');
SELECT sweeps_due('2026-09-14');
SELECT is(pg_temp.state(), 'not seen due 2026-10-01', 'days that are still to come are waited for');
SELECT sweeps_due('2026-09-30');
SELECT is(pg_temp.state(), 'not seen due 2026-10-01', 'until the first');
SELECT sweeps_due('2026-11-02');
UPDATE sweep SET after = '3';
SELECT sweeps_due('2026-11-02');
SELECT is(pg_temp.state(), 'not seen due 2027-04-01', 'and the one after the last');
SELECT sweeps_due('2027-05-03');
UPDATE sweep SET after = '3';
SELECT sweeps_due('2027-05-03');
SELECT is(pg_temp.state(), 'not seen done due 2027-04-01', 'then it is done');


-- Of many, a portion at a time.
DELETE FROM recheck;
UPDATE sweep SET kind = 'TERMS', object = pg_temp.id('memorandum'), days = daterange('2025-04-01', NULL), due = '-infinity',
    done_at = NULL, after = '3';
SELECT sweeps_due('2026-09-14', 1);
SELECT is(pg_temp.queued(), '{"886 FACTS"}', 'the first');
SELECT is(pg_temp.state(), 'seen due -infinity', 'of several');
SELECT sweeps_due('2026-09-14', 1);
SELECT is(pg_temp.queued(), '{"886 FACTS","887 FACTS"}', 'then the next');
SELECT sweeps_due('2026-09-14', 1);
SELECT is(pg_temp.state(), 'not seen done due -infinity', 'to the last');
UPDATE sweep SET kind = 'PAY', object = pg_temp.id('kent joins');

-- Whom an agreement's cool-off binds. Each worker left the authority that places them, on 30 June 2025, for 6 October.
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange('2025-10-06', '2025-10-07')), '{886 FACTS}', 'by the first day');
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange('2025-06-30', '2025-07-01')), '{886 FACTS}', 'by the last day');
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange('2025-07-01', '2025-10-06')), '{}', 'by no other');
SELECT is(pg_temp.touched('COOL_OFF', 'memorandum', NULL::daterange), '{}', 'on no day');
SELECT is(pg_temp.touched('TERMS', 'memorandum', daterange(NULL, NULL)), '{"886 FACTS","887 FACTS"}', 'all of its members');
SELECT is(pg_temp.touched('COOL_OFF', 'surrey joins', daterange(NULL, NULL)), '{}', 'nobody who has not signed to share');
SELECT is(pg_temp.touched('COOL_OFF', 'other memorandum', daterange(NULL, NULL)), '{}', 'nobody of another');
SAVEPOINT before;
UPDATE employment SET authority = 303 WHERE swe_number = 'SW9886';
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange(NULL, NULL)), '{}', 'both ends are bound, or nobody is');
UPDATE employment SET authority = 887 WHERE swe_number = 'SW9886';
SELECT is(pg_temp.touched('COOL_OFF', 'medway joins', daterange('2025-06-30', '2025-07-01')), '{"886 FACTS","887 FACTS"}',
    'who left the member is placed elsewhere');
INSERT INTO delivery_body (body, serves, valid) VALUES (303, 887, daterange('2025-01-01', '2025-07-01'));
UPDATE employment SET authority = 303 WHERE swe_number = 'SW9886';
SELECT is(pg_temp.touched('COOL_OFF', 'medway joins', daterange('2025-06-30', '2025-07-01')), '{"886 FACTS","887 FACTS"}',
    'or left what served it then');
ROLLBACK TO before;
UPDATE employment SET superseded_at = now() WHERE swe_number = 'SW9886';
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange(NULL, NULL)), '{}', 'of no spell, nobody');
UPDATE placement SET asked = '{"declared_last_post": {"authority": "E10000016", "last_day": "2025-06-30"}}' WHERE authority = 886;
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange('2025-06-30', '2025-07-01')), '{886 FACTS}', 'but of a declared one');
ROLLBACK TO before;
UPDATE membership SET superseded_at = now() WHERE id = pg_temp.id('kent joins');
SELECT is(pg_temp.touched('COOL_OFF', 'kent joins', daterange('2025-10-06', NULL)), '{886 FACTS}', 'what fell away touches too');
ROLLBACK TO before;
INSERT INTO authority_succession (predecessor, successor, succeeded_on) VALUES (886, 887, '2025-08-01');
SELECT is(pg_temp.touched('COOL_OFF', 'medway joins', daterange('2025-10-06', NULL)), '{"886 FACTS","887 FACTS"}',
    'a successor holds what it inherited');
SELECT is(pg_temp.touched('ROLE_MAPPING', 'mapping 887', daterange('2025-10-06', NULL)), '{}', 'by its title');
ROLLBACK TO before;

-- Whom its price caps bind: Kent, by the rate's first day where nothing was extended since.
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2025-10-06', '2025-10-07')), '{}', 'an extension has a day of its own');
DELETE FROM placement_extension WHERE authority = 886;
SAVEPOINT before;
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2025-10-06', '2025-10-07')), '{886 CAP}', 'by the day of the rate');
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2025-10-07', NULL)), '{}', 'by no other');
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2025-10-06', NULL), due => '2025-11-01'), '{}', 'on a later day, not again');
SELECT is(pg_temp.touched('PAY', 'medway joins', daterange(NULL, NULL)), '{}', 'not who adopted phase 1 alone');
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-01', NULL)), '{886 CAP}', 'a cap reaches whom it binds');
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-07', NULL)), '{}', 'on its days');
UPDATE rate_cap SET superseded_at = now() WHERE id = pg_temp.id('cap PUBLISHED');
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-01', NULL)), '{886 CAP}',
    'also once another has ended it, which reaches its own days alone');
UPDATE placement SET local_role = 'social WORKER level 2', job_type = NULL WHERE authority = 886;
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-01', NULL)), '{886 CAP}', 'by the mapping of the title');
SELECT is(pg_temp.touched('ROLE_MAPPING', 'mapping 886', daterange('2025-10-06', NULL)), '{"886 CAP","886 FACTS"}',
    'a mapping reaches its title');
SELECT is(pg_temp.touched('ROLE_MAPPING', 'mapping 886', daterange('2025-10-07', NULL)), '{}', 'on its days');
UPDATE role_mapping SET job_type = 'TM' WHERE authority = 886;
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-01', NULL)), '{}', 'and of another job type nothing');
ROLLBACK TO before;

-- What began before caps were in force is bound by what binds today, by caps of the agreement's own date.
UPDATE placement_rate SET valid_from = '2025-09-01' WHERE authority = 886;
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2026-09-14', NULL)), '{886 CAP}', 'today');
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2026-09-15', NULL)), '{}', 'not tomorrow');
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2026-09-15', NULL), '2026-09-15', '2026-09-15'), '{886 CAP}', 'until it comes');
SELECT is(pg_temp.touched('PAY', 'kent joins', daterange('2025-04-01', '2026-09-15'), '2026-09-15', '2026-09-15'), '{"886 CAP"}',
    'or the day after the last');
SELECT is(pg_temp.touched('TERMS', 'memorandum', daterange('2026-09-14', NULL)), '{886 CAP}', 'so do its terms');
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-10-01', NULL)), '{}', 'no cap, where no date is agreed');
UPDATE agreement_terms SET legacy_cap_date = '2025-12-01';
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-12-01', NULL)), '{886 CAP}', 'that of the date');
SELECT is(pg_temp.touched('CAP', 'cap PUBLISHED', daterange('2025-12-02', NULL)), '{}', 'and no later one');
UPDATE sweep SET done_at = NULL, due = '-infinity', seen_on = '2025-11-01', days = daterange('2025-04-01', NULL);
SELECT is((SELECT sweep_next(w) FROM sweep w), '2025-12-01', 'the date is waited for');
UPDATE agreement SET valid = daterange('2025-04-01', '2027-01-01');
UPDATE sweep SET seen_on = '2026-09-14', object = pg_temp.id('memorandum'), days = daterange(NULL, NULL);
SELECT is((SELECT sweep_next(w) FROM sweep w), '2027-01-01', 'and the agreement''s end');

SELECT finish();
ROLLBACK;
