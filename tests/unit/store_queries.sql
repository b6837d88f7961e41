-- SPDX-License-Identifier: MIT
-- The queries that test_store.c sends; their schema is in test_store.c.

-- begin_recheck(waiting uuid, action text, route text, request_id uuid)
SELECT principal, role, scope, authority, region, supplier
FROM begin_recheck($waiting, $action, $route, $request_id);

-- begin_as(token_hash bytea, roles text[], action text, route text, request_id uuid, writes bool)
SELECT principal, role, scope, authority, region, supplier
FROM begin_as($token_hash, $roles, $action, $route, $request_id, $writes);

-- note_add(id uuid, body text, day date, at timestamptz, number int4, pence int8, urgent bool,
--          tags text[], extra jsonb)
INSERT INTO note (id, body, day, at, number, pence, urgent, tags, extra)
VALUES ($id, $body, $day, $at, $number, $pence, $urgent, $tags, $extra)
RETURNING id;

-- note_get(id uuid)
SELECT id, body, day, at, number, pence, urgent, tags FROM note WHERE id = $id;

-- content_of(label text, content bytes)
SELECT $content AS content WHERE $label <> 'none';

-- note_count()
SELECT count(*) AS n FROM note;

-- must(truth bool, name text)
SELECT require($truth, $name);

-- fail_with(state text)
SELECT fail_with($state);

-- warn()
SELECT warn();

-- wait_for(seconds int4)
SELECT pg_sleep($seconds);

-- late_add(id int4)
INSERT INTO late (id) VALUES ($id);

-- changing_get()
SELECT value FROM changing;

-- idempotency_add(key text)
INSERT INTO idempotency (key) VALUES ($key);

-- setting(name text)
SELECT current_setting($name) AS value;

-- transaction_get()
SELECT pg_current_xact_id()::text AS id;

-- try()
-- How often it has run, whatever came of it.
SELECT nextval('tries') AS count;
