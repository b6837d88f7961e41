-- SPDX-License-Identifier: MIT

-- supplier_incident_add(id uuid, supplier uuid, region text, rule text, what text, happened_on date, due_by date, recorded_at timestamptz)
INSERT INTO supplier_incident (id, authority, supplier, region, rule, what, happened_on, state, due_by, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $supplier, $region, $rule, $what, $happened_on,
        'RAISED', $due_by, $recorded_at);

-- supplier_to_answer(supplier uuid, today date, days int4)
-- The region that decides on a supplier's incidents, and the last of so many working days that the supplier has.
SELECT s.region, working_days_after($today, $days) AS due_by FROM supplier s WHERE s.id = $supplier;

-- supplier_incident_get(id uuid)
-- Whose it is to see is decided by row-level security. The write that follows is what the trail has of it.
SELECT i.id, i.supplier, a.dfe_code AS authority, i.rule, i.what, i.happened_on, i.state, i.due_by, i.statement,
       i.answered_at, i.decision_reason, i.decided_at, i.recorded_at AS raised_at
FROM supplier_incident i JOIN authority a ON a.id = i.authority
WHERE i.id = $id;

-- supplier_incident_list(supplier uuid, after_id uuid, page_size int4, counted bool)
-- Newest first; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT i.id, i.supplier, a.dfe_code AS authority, i.rule, i.what, i.happened_on, i.state, i.due_by, i.statement,
           i.answered_at, i.decision_reason, i.decided_at, i.recorded_at AS raised_at
    FROM supplier_incident i JOIN authority a ON a.id = i.authority
    WHERE i.supplier = $supplier
), page AS MATERIALIZED (
    SELECT id, supplier, authority, rule, what, happened_on, state, due_by, statement, answered_at, decision_reason,
           decided_at, raised_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'supplier_incident', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, supplier, authority, rule, what, happened_on, state, due_by, statement, answered_at, decision_reason, decided_at,
       raised_at, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;

-- supplier_incident_answer(id uuid, statement text, answered_at timestamptz, answered_by uuid)
WITH u AS (
    UPDATE supplier_incident SET state = 'ANSWERED', statement = $statement, answered_at = $answered_at,
                                 answered_by = $answered_by
    WHERE id = $id AND state = 'RAISED'
    RETURNING 1
)
SELECT require(EXISTS (TABLE u), 'stale_facts');

-- supplier_incident_decide(id uuid, seen text, state text, reason text, decided_at timestamptz, decided_by uuid)
-- As it was read: an answer that came meanwhile is read first.
WITH u AS (
    UPDATE supplier_incident SET state = $state, decision_reason = $reason, decided_at = $decided_at, decided_by = $decided_by
    WHERE id = $id AND state = $seen
    RETURNING 1
)
SELECT require(EXISTS (TABLE u), 'stale_facts');

-- supplier_held(id uuid)
-- Raises not_found where the caller sees no such supplier.
SELECT require(EXISTS (SELECT FROM supplier WHERE id = $id), 'not_found');
