-- Identity ends with its transaction: the one thing that a suite within one transaction cannot show. It
-- commits a person and a token, and takes them away again.
\ir begin.psql
INSERT INTO principal (id, kind, name) VALUES (md5('session')::uuid, 'SYSTEM', 'session.sql');
INSERT INTO role_grant (id, principal, role, authority, valid)
VALUES (md5('session')::uuid, md5('session')::uuid, 'OFFICER', 886, daterange('2025-01-01', NULL));
INSERT INTO token (hash, id, role_grant, label, expires_at)
VALUES (sha256('session'), md5('session')::uuid, md5('session')::uuid, 'session.sql',
    now() + interval '1 minute');
-- Grants of a day each: yesterday, today and tomorrow in London.
INSERT INTO role_grant (id, principal, role, authority, valid)
SELECT md5(day)::uuid, md5('session')::uuid, 'OFFICER', 886, daterange(on_day, on_day + 1)
FROM (SELECT n AS day, (now() AT TIME ZONE 'Europe/London')::date + ahead AS on_day
      FROM (VALUES ('yesterday', -1), ('today', 0), ('tomorrow', 1)) AS d(n, ahead)) d;
INSERT INTO token (hash, id, role_grant, label, expires_at)
SELECT sha256(day::bytea), md5(day)::uuid, md5(day)::uuid, 'session.sql', now() + interval '1 minute'
FROM unnest(ARRAY['yesterday', 'today', 'tomorrow']) AS day;
COMMIT;

BEGIN;
SET LOCAL search_path = accord, public, pg_temp;
SELECT plan(6);
SELECT is((SELECT authority FROM begin_as(sha256('session'), NULL, 'test', 'TEST /', NULL)), 886,
    'a batch begins');
SELECT set_eq($$ SELECT s
    FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier', 'action',
                      'route', 'request']) s
    WHERE current_setting('accord.' || s) <> '' $$,
    ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'action', 'route'],
    'with an identity');
-- Wherever a session's own day is another: that of one of these always is.
SELECT set_config('TimeZone', zone, true)
FROM (VALUES ('Pacific/Kiritimati'), ('Etc/GMT+12')) AS z(zone)
WHERE (now() AT TIME ZONE zone)::date <> (now() AT TIME ZONE 'Europe/London')::date LIMIT 1 \gset
SELECT is((SELECT authority FROM begin_as(sha256('today'), NULL, 'test', 'TEST /', NULL)), 886,
    'a grant holds on its days in London');
SELECT throws_ok($$ SELECT begin_as(sha256('yesterday'), NULL, 'test', 'TEST /', NULL) $$, 'AC001', 'token_expired',
    'not after them');
SELECT throws_ok($$ SELECT begin_as(sha256('tomorrow'), NULL, 'test', 'TEST /', NULL) $$, 'AC001', 'token_expired',
    'and not before');
COMMIT;

BEGIN;
SET LOCAL search_path = accord, public, pg_temp;
SELECT is_empty($$ SELECT s
    FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier', 'action',
                      'route', 'request']) s
    WHERE coalesce(current_setting('accord.' || s, true), '') <> '' $$,
    'the next batch on the connection begins as nobody');
DELETE FROM token WHERE label = 'session.sql';
DELETE FROM role_grant WHERE principal = md5('session')::uuid;
DELETE FROM principal WHERE id = md5('session')::uuid;
SELECT finish();
COMMIT;
