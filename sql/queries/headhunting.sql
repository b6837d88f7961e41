-- SPDX-License-Identifier: MIT

-- headhunting_report_add(id uuid, agreement uuid, lead_region text, approacher_authority int4, approacher_supplier uuid, approach text, offered_band text, approached_on date, what text, recorded_at timestamptz)
INSERT INTO headhunting_report (id, authority, agreement, lead_region, approacher_authority, approacher_supplier, approach,
                                offered_band, approached_on, what, state, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $agreement, $lead_region, $approacher_authority,
        $approacher_supplier, $approach, $offered_band, $approached_on, $what, 'OPEN', $recorded_at);

-- headhunting_report_get(id uuid)
-- Whose it is to see is decided by row-level security. The write that follows is what the trail has of it.
SELECT r.id, a.dfe_code AS authority, r.agreement, b.dfe_code AS approacher_authority, r.approacher_supplier, r.approach,
       r.offered_band, r.approached_on, r.what, r.state, r.resolution, r.resolved_at, r.recorded_at
FROM headhunting_report r
JOIN authority a ON a.id = r.authority
LEFT JOIN authority b ON b.id = r.approacher_authority
WHERE r.id = $id;

-- headhunting_report_list(after_id uuid, page_size int4, counted bool)
-- Newest first, to its parties; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT r.id, a.dfe_code AS authority, r.agreement, b.dfe_code AS approacher_authority, r.approacher_supplier,
           r.approach, r.offered_band, r.approached_on, r.what, r.state, r.resolution, r.resolved_at, r.recorded_at
    FROM headhunting_report r
    JOIN authority a ON a.id = r.authority
    LEFT JOIN authority b ON b.id = r.approacher_authority
), page AS MATERIALIZED (
    SELECT id, authority, agreement, approacher_authority, approacher_supplier, approach, offered_band, approached_on, what,
           state, resolution, resolved_at, recorded_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'headhunting_report', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, authority, agreement, approacher_authority, approacher_supplier, approach, offered_band, approached_on, what, state,
       resolution, resolved_at, recorded_at, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;

-- headhunting_report_resolve(id uuid, state text, resolution text, resolved_at timestamptz, resolved_by uuid)
WITH u AS (
    UPDATE headhunting_report SET state = $state, resolution = $resolution, resolved_at = $resolved_at,
                                  resolved_by = $resolved_by
    WHERE id = $id AND state = 'OPEN'
    RETURNING 1
)
SELECT require(EXISTS (TABLE u), 'stale_facts');
