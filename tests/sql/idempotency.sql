-- One key, one effect: what the plain insert does, and whose a key is.
\ir begin.psql
\ir fixtures.psql
SELECT plan(12);
SET LOCAL ROLE accord_app;
PREPARE keep AS INSERT INTO idempotency (key, fingerprint, status, content_type, answer)
    VALUES ('one', '\x01', 201, 'application/json', current_setting('accord.scope'));
PREPARE replay AS SELECT answer FROM idempotency WHERE key = 'one';

SELECT pg_temp.act_as('kent');
SELECT lives_ok('keep', 'a key is kept with its answer');
SELECT throws_ok('keep', '23505', 'duplicate key value violates unique constraint "idempotency_pk"',
    'a second insert trips over it');
SELECT results_eq('replay', ARRAY['authority:886'], 'and replays');
SELECT pg_temp.act_as('kent hr');
SELECT is_empty('replay', 'another principal of the authority does not see it');
SELECT lives_ok('keep', 'and has a key of the same name');
SELECT pg_temp.act_as('medway');
SELECT is_empty('replay', 'nor does another authority''s');
SELECT lives_ok('keep', 'which has its own');
-- The same person in another scope.
RESET ROLE;
UPDATE role_grant SET principal = pg_temp.id('kent') WHERE principal = pg_temp.id('south east');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('south east');
SELECT is_empty('replay', 'a person in another role has other keys');
SELECT lives_ok('keep', 'under the same names');
SELECT throws_ok($$ INSERT INTO idempotency (scope, key, fingerprint, status, content_type, answer)
    VALUES ('authority:887', 'two', '\x01', 201, 'text/plain', '') $$,
    '42501', NULL, 'nobody keeps a key in another''s scope');
SELECT throws_ok($$ INSERT INTO idempotency (key, fingerprint, status, content_type, answer)
    VALUES ('three', '\x01', 503, 'application/problem+json', '') $$,
    '23514', NULL, 'a failure of the service''s own is not an answer');

-- Purging.
RESET ROLE;
UPDATE idempotency SET expires_at = now() - interval '1 second' WHERE scope = 'authority:887';
SET LOCAL ROLE accord_retention;
SELECT results_eq('WITH gone AS (DELETE FROM accord.idempotency RETURNING scope) SELECT scope FROM gone',
    ARRAY['authority:887'],
    'retention deletes what has expired, and nothing else');
RESET ROLE;
SELECT finish();
ROLLBACK;
