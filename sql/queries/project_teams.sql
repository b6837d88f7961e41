-- SPDX-License-Identifier: MIT

-- project_team_add(id uuid, supplier uuid, name text, contract text, start_date date, recorded_at timestamptz)
INSERT INTO project_team (id, authority, supplier, name, contract, start_date, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $supplier, $name, $contract, $start_date, $recorded_at);

-- project_team_terms_add(id uuid, project_team uuid, version int4, headcount int4, above_establishment bool, planned_exit date, practice_control text, recorded_at timestamptz)
-- In place of the version before it; where somebody else was first, the team is read again.
WITH before AS (
    UPDATE project_team_terms t SET superseded_at = $recorded_at
    WHERE t.project_team = $project_team AND t.version = $version - 1 AND t.superseded_at IS NULL
      AND t.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
), added AS (
    INSERT INTO project_team_terms (id, authority, project_team, version, headcount, above_establishment, planned_exit,
                                    practice_control, recorded_at)
    SELECT $id, p.authority, p.id, $version, $headcount, $above_establishment, $planned_exit, $practice_control, $recorded_at
    FROM project_team p
    WHERE p.id = $project_team AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND ($version = 1 OR EXISTS (TABLE before))
    RETURNING 1
)
SELECT require(EXISTS (TABLE added), 'stale_facts');

-- project_team_get(id uuid, shown bool)
-- With whoever is named, what it has cost and how it was extended. Read to be shown, it is audited here.
WITH page AS MATERIALIZED (
    SELECT p.id, a.dfe_code AS authority, p.supplier, p.name, p.contract, p.start_date, t.version, t.headcount,
           t.above_establishment, t.planned_exit, t.practice_control, p.recorded_at, w.workers, c.costs, e.extensions
    FROM project_team p
    JOIN authority a ON a.id = p.authority
    JOIN project_team_terms t ON t.authority = p.authority AND t.project_team = p.id AND t.superseded_at IS NULL
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('id', n.id, 'swe_number', n.swe_number, 'start_date', n.start_date,
                                            'in_place_of', o.swe_number, 'approved_on', v.approved_on,
                                            'approved_by', v.recorded_by, 'recorded_at', n.recorded_at)
                         ORDER BY n.id) AS workers
        FROM project_team_worker n
        LEFT JOIN project_team_worker o ON o.authority = n.authority AND o.id = n.in_place_of
        LEFT JOIN project_team_approval v ON v.authority = n.authority AND v.worker = n.id AND v.superseded_at IS NULL
        WHERE n.authority = p.authority AND n.project_team = p.id AND n.superseded_at IS NULL) w ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('quarter', s.quarter, 'workers_pence', s.workers_pence,
                                            'services_pence', s.services_pence, 'invoice_pence', s.invoice_pence,
                                            'split', s.split) ORDER BY s.quarter) AS costs
        FROM (SELECT q.quarter, q.services_pence, q.invoice_pence, coalesce(sum(l.cost_pence), 0)::int8 AS workers_pence,
                     count(l.id) > 0 AND coalesce(sum(l.cost_pence), 0) + q.services_pence = q.invoice_pence AS split
              FROM project_team_cost q
              LEFT JOIN project_team_cost_line l ON l.authority = q.authority AND l.cost = q.id
              WHERE q.authority = p.authority AND q.project_team = p.id AND q.superseded_at IS NULL
              GROUP BY q.authority, q.id) s) c ON true
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('extended_from', x.extended_from, 'planned_exit', x.planned_exit,
                                            'reason', x.reason, 'cost_pence', x.cost_pence)
                         ORDER BY x.id) AS extensions
        FROM project_team_extension x WHERE x.authority = p.authority AND x.project_team = p.id) e ON true
    WHERE p.id = $id AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'project_team', array_agg(id), 'done' FROM page WHERE $shown HAVING count(*) > 0
)
SELECT id, authority, supplier, name, contract, start_date, version, headcount, above_establishment, planned_exit,
       practice_control, recorded_at, workers, costs, extensions
FROM page;

-- project_team_list(after_id uuid, page_size int4, counted bool)
-- Newest first, without workers; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT p.id, p.authority, p.supplier, p.name, p.contract, p.start_date, p.recorded_at
    FROM project_team p WHERE p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), page AS MATERIALIZED (
    SELECT id, authority, supplier, name, contract, start_date, recorded_at FROM listed
    WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'project_team', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT p.id, a.dfe_code AS authority, p.supplier, p.name, p.contract, p.start_date, t.version, t.headcount,
       t.above_establishment, t.planned_exit, t.practice_control, p.recorded_at, w.named, w.approved,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page p
JOIN authority a ON a.id = p.authority
JOIN project_team_terms t ON t.authority = p.authority AND t.project_team = p.id AND t.superseded_at IS NULL
LEFT JOIN LATERAL (
    SELECT count(*)::int4 AS named, count(v.id)::int4 AS approved
    FROM project_team_worker n
    LEFT JOIN project_team_approval v ON v.authority = n.authority AND v.worker = n.id AND v.superseded_at IS NULL
    WHERE n.authority = p.authority AND n.project_team = p.id AND n.superseded_at IS NULL) w ON true
ORDER BY p.id DESC;

-- project_team_held(id uuid)
-- Raises not_found where the caller holds no such team.
SELECT require(EXISTS (SELECT FROM project_team p
                       WHERE p.id = $id
                         AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
               'not_found');

-- project_team_worker_add(id uuid, project_team uuid, swe_number text, start_date date, in_place_of text, recorded_at timestamptz)
-- Whose place the worker takes is named no more: one who is not named has no place to take.
WITH gone AS (
    UPDATE project_team_worker w SET superseded_at = $recorded_at
    WHERE w.project_team = $project_team AND w.swe_number = $in_place_of AND w.superseded_at IS NULL
      AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING w.id
), added AS (
    INSERT INTO project_team_worker (id, authority, project_team, swe_number, start_date, in_place_of, recorded_at)
    SELECT $id, p.authority, p.id, $swe_number, $start_date, (SELECT id FROM gone), $recorded_at
    FROM project_team p
    WHERE p.id = $project_team AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING in_place_of
)
SELECT require($in_place_of IS NULL OR in_place_of IS NOT NULL, 'project_team_place') FROM added;

-- project_team_worker_find(project_team uuid, worker uuid)
-- A row of the team that the caller holds; with the worker's number, and the version of the worker's facts, where that
-- one is named.
SELECT w.swe_number, facts_version(w.swe_number) AS version
FROM project_team p
LEFT JOIN project_team_worker w ON w.authority = p.authority AND w.project_team = p.id AND w.id = $worker
     AND w.superseded_at IS NULL
WHERE p.id = $project_team AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- project_team_approval_add(id uuid, project_team uuid, worker uuid, approved_on date, recorded_at timestamptz)
WITH added AS (
    INSERT INTO project_team_approval (id, authority, worker, approved_on, recorded_at)
    SELECT $id, w.authority, w.id, $approved_on, $recorded_at
    FROM project_team_worker w
    WHERE w.id = $worker AND w.project_team = $project_team AND w.superseded_at IS NULL
      AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
)
SELECT require(EXISTS (TABLE added), 'project_team_worker_named');

-- project_team_cost_until(project_team uuid, quarter text, superseded_at timestamptz)
UPDATE project_team_cost SET superseded_at = $superseded_at
WHERE project_team = $project_team AND quarter = $quarter AND superseded_at IS NULL
  AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- project_team_cost_add(id uuid, project_team uuid, quarter text, services_pence int8, invoice_pence int8, recorded_at timestamptz)
INSERT INTO project_team_cost (id, authority, project_team, quarter, services_pence, invoice_pence, recorded_at)
SELECT $id, p.authority, p.id, $quarter, $services_pence, $invoice_pence, $recorded_at
FROM project_team p
WHERE p.id = $project_team AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- project_team_cost_line_add(id uuid, project_team uuid, cost uuid, swe_number text, cost_pence int8)
-- Of a worker who was named for the team at some time.
WITH added AS (
    INSERT INTO project_team_cost_line (id, authority, cost, swe_number, cost_pence)
    SELECT $id, c.authority, c.id, $swe_number, $cost_pence
    FROM project_team_cost c
    WHERE c.id = $cost AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND EXISTS (SELECT FROM project_team_worker w
                  WHERE w.authority = c.authority AND w.project_team = $project_team AND w.swe_number = $swe_number)
    RETURNING 1
)
SELECT require(EXISTS (TABLE added), 'project_team_cost_of_named');

-- project_team_extension_add(id uuid, project_team uuid, extended_from date, planned_exit date, reason text, cost_pence int8, recorded_at timestamptz)
INSERT INTO project_team_extension (id, authority, project_team, extended_from, planned_exit, reason, cost_pence, recorded_at)
SELECT $id, p.authority, p.id, $extended_from, $planned_exit, $reason, $cost_pence, $recorded_at
FROM project_team p
WHERE p.id = $project_team AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);
