-- What waits for whom (sql/deploy/waiting.sql and tasks.sql). SPDX-License-Identifier: MIT

-- task_list(today date, kinds text[], after_place int8, after_id uuid, page_size int4, counted bool)
-- The soonest due first, those without a day last: all that waits is looked at once, whether it is counted or not. page_size is one more than is shown, and audited.
WITH mine AS NOT MATERIALIZED (
    -- By scope, so that each reaches its own branches by their indexes.
    SELECT w.kind, w.authority, NULL::text AS region, NULL::uuid AS supplier, w.about, w.object, w.due, w.roles
    FROM waiting_at_authorities($today) w
    WHERE w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    UNION ALL
    SELECT w.kind, NULL, w.region, NULL, w.about, w.object, w.due, w.roles
    FROM waiting_in_regions($today) w
    WHERE w.region = nullif(current_setting('accord.region', true), '')
    UNION ALL
    SELECT w.kind, NULL, NULL, w.supplier, w.about, w.object, w.due, w.roles
    FROM waiting_at_suppliers($today) w
    WHERE w.supplier = nullif(current_setting('accord.supplier', true), '')::uuid
), listed AS MATERIALIZED (
    SELECT coalesce((SELECT n.id FROM notice n WHERE n.authority = m.authority AND n.kind = m.kind AND n.object = m.object
                       AND n.done_at IS NULL),
                    md5(m.kind || m.object)::uuid) AS id,
           m.kind, m.authority, m.region, m.supplier, m.about, m.object, m.due,
           (DATE 'epoch' - coalesce(m.due, '9999-12-31'))::int8 AS place
    FROM mine m
    WHERE current_setting('accord.role', true) = ANY (m.roles) AND ($kinds IS NULL OR m.kind = ANY ($kinds))
), page AS MATERIALIZED (
    SELECT l.id, l.kind, l.authority, l.region, l.supplier, l.about, l.object, l.due, l.place FROM listed l
    WHERE $after_id IS NULL OR (l.place, l.id) < ($after_place, $after_id)
    ORDER BY l.place DESC, l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'task', coalesce(array_agg(object), '{}'), 'done'
    FROM (SELECT object FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT g.id, g.kind, a.dfe_code AS authority, g.region, g.supplier, g.about, g.object, g.due, g.place,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page g LEFT JOIN authority a ON a.id = g.authority
ORDER BY g.place DESC, g.id DESC;

-- notice_get(id uuid, today date)
-- A notice; or what is to become one when somebody has seen to it.
SELECT n.id, n.kind, a.dfe_code AS authority, n.about, n.object, n.due, n.done_at
FROM notice n JOIN authority a ON a.id = n.authority
WHERE n.id = $id AND n.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
UNION ALL
SELECT $id, w.kind, a.dfe_code, w.about, w.object, w.due, NULL
FROM waiting_placements($today) w JOIN authority a ON a.id = w.authority
WHERE w.kind = 'EQUAL_TREATMENT' AND md5(w.kind || w.object)::uuid = $id
  AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- notice_done(id uuid, today date, done_at timestamptz)
WITH u AS (
    UPDATE notice SET done_at = $done_at, done_by = nullif(current_setting('accord.principal', true), '')::uuid
    WHERE id = $id AND done_at IS NULL AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
), seen_to AS (
    INSERT INTO notice (id, authority, kind, about, object, opened_at, due, done_at, done_by)
    SELECT $id, w.authority, w.kind, w.about, w.object, $done_at, w.due, $done_at,
           nullif(current_setting('accord.principal', true), '')::uuid
    FROM waiting_placements($today) w
    WHERE w.kind = 'EQUAL_TREATMENT' AND md5(w.kind || w.object)::uuid = $id
      AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    ON CONFLICT DO NOTHING
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u) OR EXISTS (SELECT 1 FROM seen_to), 'notice_done');
