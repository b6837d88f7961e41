-- Last days to confirm. Who asked is shown to nobody else, and what was answered to nobody but who answered.
-- SPDX-License-Identifier: MIT

-- confirmation_ask(id uuid, authority int4, swe_number text, last_day date, day date, asked_at timestamptz)
-- Once until it is answered, and of an authority alone with which the caller's has signed to share.
INSERT INTO confirmation (id, authority, asked_by, swe_number, last_day, asked_at)
SELECT $id, $authority, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $last_day, $asked_at
WHERE signed_to_share(nullif(current_setting('accord.authority', true), '')::int4, $authority, $day)
ON CONFLICT (authority, asked_by, swe_number, last_day) WHERE answered_at IS NULL DO NOTHING;

-- confirmation_list(to_answer bool, after_id uuid, page_size int4, counted bool)
-- Newest first: those that the caller's authority is asked, and those that it asked. page_size is one more than is
-- shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT c.id, c.authority, c.swe_number, c.last_day, c.asked_at, c.answered_at
    FROM confirmation c
    WHERE (c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR (NOT $to_answer AND c.asked_by = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])))
      AND (NOT $to_answer OR c.answered_at IS NULL)
), page AS MATERIALIZED (
    SELECT id, authority, swe_number, last_day, asked_at, answered_at FROM listed
    WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'confirmation', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT p.id, a.dfe_code AS authority, p.swe_number, p.last_day, p.asked_at, p.answered_at, r.answer, r.employment,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page p
JOIN authority a ON a.id = p.authority
LEFT JOIN confirmation_reply r ON r.authority = p.authority AND r.confirmation = p.id
ORDER BY p.id DESC;

-- confirmation_held(id uuid)
-- One to be answered. The answer is what the trail has of it.
SELECT c.id, a.dfe_code AS authority, c.swe_number, c.last_day, c.asked_at, c.answered_at,
       c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AS ours
FROM confirmation c JOIN authority a ON a.id = c.authority
WHERE c.id = $id;

-- confirmed_spell(confirmation uuid, employment uuid)
-- The spell, where it is the caller's authority's, of that worker, and has ended.
SELECT e.id FROM confirmation c JOIN employment e ON e.swe_number = c.swe_number
WHERE c.id = $confirmation AND e.id = $employment AND e.superseded_at IS NULL AND e.last_day IS NOT NULL
  AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- confirmation_answer(id uuid, answered_at timestamptz)
WITH u AS (
    UPDATE confirmation SET answered_at = $answered_at
    WHERE id = $id AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND answered_at IS NULL
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'confirmation_answered');

-- confirmation_reply_add(confirmation uuid, answer text, employment uuid, answered_at timestamptz)
INSERT INTO confirmation_reply (authority, confirmation, answer, employment, answered_at)
SELECT c.authority, c.id, $answer, $employment, $answered_at FROM confirmation c WHERE c.id = $confirmation;
