-- SPDX-License-Identifier: MIT

-- audit_event_list(from_day date, to_day date, principal uuid, action text, object uuid, after_at timestamptz, after_id uuid, page_size int4, counted bool)
-- Newest first: the caller's scope's, and those of the authorities that it followed. Days are those of Europe/London. page_size is one more than is shown; that it was read is an event.
WITH mine AS (
    SELECT current_setting('accord.scope', true) AS scope
    UNION
    SELECT 'authority:' || held.authority
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS held(authority)
), listed AS NOT MATERIALIZED (
    SELECT e.scope, e.at, e.id, e.principal, e.role, e.action, e.route, e.object_type, e.ids, e.outcome
    FROM audit_event e
    WHERE e.scope = ANY (ARRAY(TABLE mine))
      AND ($from_day IS NULL OR e.at >= $from_day::timestamp AT TIME ZONE 'Europe/London')
      AND ($to_day IS NULL OR e.at < ($to_day + 1)::timestamp AT TIME ZONE 'Europe/London')
      AND ($principal IS NULL OR e.principal = $principal)
      AND ($action IS NULL OR e.action = $action)
      AND ($object IS NULL OR $object = ANY (e.ids))
), page AS MATERIALIZED (
    SELECT l.at, l.id, l.principal, l.role, l.action, l.route, l.object_type, l.ids, l.outcome
    FROM mine
    CROSS JOIN LATERAL (
        SELECT r.at, r.id, r.principal, r.role, r.action, r.route, r.object_type, r.ids, r.outcome
        FROM listed r
        WHERE r.scope = mine.scope AND ($after_at IS NULL OR (r.at, r.id) < ($after_at, $after_id))
        ORDER BY r.at DESC, r.id DESC
        LIMIT $page_size) l
    ORDER BY l.at DESC, l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'audit_event', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY at DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT at, id, principal, role, action, route, object_type, ids, outcome,
       (extract(epoch FROM at) * 1000000)::int8 AS place, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY at DESC, id DESC;
