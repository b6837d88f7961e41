-- Placements whose rules are asked again when what they rest on changes. SPDX-License-Identifier: MIT

-- begin_recheck(waiting uuid, action text, route text, request_id uuid)
-- First in every batch of the daemon's own work on what waits, put there by batch_new.
SELECT principal, role, scope, authority, authority_code, region, supplier FROM begin_recheck($waiting, $action, $route, $request_id);

-- rechecks_of_worker(swe_number text, cause text)
-- After facts_claim: what is running of the worker, at any authority, is asked again.
SELECT rechecks_of_worker($swe_number, $cause);

-- sweep_add(kind text, object uuid, from_day date, to_day date)
-- With what changed: what is running and touched by it on those days, whosever it is, is asked again.
SELECT sweep_add($kind, $object, daterange($from_day, $to_day, '[]'));

-- rechecks_due(today date)
SELECT rechecks_due($today);

-- sweeps_due(today date)
SELECT sweeps_due($today) AS more;

-- recheck_waiting()
SELECT id, placement, cause FROM recheck_waiting();

-- placement_rated_on(id uuid)
SELECT rated_on(p.authority, p.id) AS day FROM placement p
WHERE p.id = $id AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- recheck_done(id uuid, done_at timestamptz)
WITH u AS (
    UPDATE recheck SET done_at = $done_at
    WHERE id = $id AND done_at IS NULL
      AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'not_found');

-- recheck_put_off(id uuid)
-- The rules could not be asked: they are again in an hour.
UPDATE recheck SET not_before = now() + interval '1 hour'
WHERE id = $id AND done_at IS NULL
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- notice_add(authority text, kind text, about text, object uuid, opened_at timestamptz)
-- Unless the same waits already.
INSERT INTO notice (authority, kind, about, object, opened_at)
SELECT a.id, $kind, $about, $object, $opened_at FROM authority a WHERE a.dfe_code = $authority
ON CONFLICT DO NOTHING;
