-- Identity ends with its transaction: the one thing that a suite within one transaction cannot show. It
-- commits a person and a token, and takes them away again.
\ir begin.psql
INSERT INTO principal (id, kind, name) VALUES (md5('session')::uuid, 'SYSTEM', 'session.sql');
INSERT INTO role_grant (id, principal, role, authority, valid)
VALUES (md5('session')::uuid, md5('session')::uuid, 'OFFICER', 886, daterange('2025-01-01', NULL));
INSERT INTO token (hash, id, role_grant, label, expires_at)
VALUES (sha256('session'), md5('session')::uuid, md5('session')::uuid, 'session.sql',
    now() + interval '1 minute');
COMMIT;

BEGIN;
SET LOCAL search_path = accord, public, pg_temp;
SELECT plan(3);
SELECT is((SELECT authority FROM begin_as(sha256('session'), NULL, 'test', 'TEST /', NULL)), 886,
    'a batch begins');
SELECT set_eq($$ SELECT s
    FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier', 'action',
                      'route', 'request']) s
    WHERE current_setting('accord.' || s) <> '' $$,
    ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'action', 'route'],
    'with an identity');
COMMIT;

BEGIN;
SET LOCAL search_path = accord, public, pg_temp;
SELECT is_empty($$ SELECT s
    FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier', 'action',
                      'route', 'request']) s
    WHERE coalesce(current_setting('accord.' || s, true), '') <> '' $$,
    'the next batch on the connection begins as nobody');
DELETE FROM token WHERE id = md5('session')::uuid;
DELETE FROM role_grant WHERE id = md5('session')::uuid;
DELETE FROM principal WHERE id = md5('session')::uuid;
SELECT finish();
COMMIT;
