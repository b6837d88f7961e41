-- SPDX-License-Identifier: MIT

-- placement_review_subject(placement uuid)
-- The placement as a review needs it; of the caller's own.
SELECT a.dfe_code AS authority, 'P-' || upper(right(p.id::text, 8)) AS reference, p.supplier, p.status, p.start_date,
       p.notice_days, p.notice_served_days
FROM placement p JOIN authority a ON a.id = p.authority
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- placement_review_get(placement uuid, shown bool, today date)
-- The authority's own, or the supplier's once it was sent. A recommendation that has ended is shown to nobody, and runs from
-- when it was first given, whatever was said in between. Read to be shown, it is audited here; read to be gone on with, by
-- what goes on.
WITH page AS MATERIALIZED (
    SELECT r.id, r.version, a.dfe_code AS authority, r.placement, 'P-' || upper(right(r.placement::text, 8)) AS reference,
           r.supplier, r.outcome, r.notice_required_days, r.notice_served_days, r.handover, r.development_needs,
           CASE WHEN r.recommendation_ends_on < $today THEN NULL ELSE r.recommendation END AS recommendation,
           CASE WHEN r.recommendation_ends_on < $today THEN NULL ELSE r.recommendation_ends_on END AS recommendation_ends_on,
           (SELECT min(e.recommendation_ends_on) FROM placement_review e
            WHERE e.authority = r.authority AND e.id = r.id) AS runs_until,
           r.sent_to_worker_on, r.sent_to_supplier_on, r.worker_comments, r.supplier_comments, r.recorded_at
    FROM placement_review r JOIN authority a ON a.id = r.authority
    WHERE r.placement = $placement AND r.superseded_at IS NULL
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement_review', array_agg(id), 'done' FROM page WHERE $shown HAVING count(*) > 0
)
SELECT id, version, authority, placement, reference, supplier, outcome, notice_required_days, notice_served_days, handover,
       development_needs, recommendation, recommendation_ends_on, runs_until, sent_to_worker_on, sent_to_supplier_on,
       worker_comments, supplier_comments, recorded_at
FROM page;

-- placement_review_list(after_id uuid, page_size int4, counted bool)
-- Newest first, without what is recommended: a list of that is kept nowhere. page_size is one more than is
-- shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT r.id, r.version, r.authority, r.placement, r.supplier, r.outcome, r.sent_to_worker_on, r.sent_to_supplier_on,
           r.recorded_at
    FROM placement_review r
    WHERE r.superseded_at IS NULL
), page AS MATERIALIZED (
    SELECT id, version, authority, placement, supplier, outcome, sent_to_worker_on, sent_to_supplier_on, recorded_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement_review', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT r.id, r.version, a.dfe_code AS authority, r.placement, 'P-' || upper(right(r.placement::text, 8)) AS reference,
       r.supplier, r.outcome, r.sent_to_worker_on, r.sent_to_supplier_on, r.recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page r JOIN authority a ON a.id = r.authority
ORDER BY r.id DESC;

-- placement_review_supersede(id uuid, version int4, superseded_at timestamptz)
-- Raises stale_facts where somebody went on with it meanwhile: what the daemon read is read again.
WITH u AS (
    UPDATE placement_review SET superseded_at = $superseded_at
    WHERE id = $id AND version = $version AND superseded_at IS NULL
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'stale_facts');

-- placement_review_add(id uuid, version int4, placement uuid, outcome text, notice_required_days int4, notice_served_days int4, handover text, development_needs text, recommendation text, recommendation_ends_on date, sent_to_worker_on date, sent_to_supplier_on date, worker_comments text, supplier_comments text, recorded_at timestamptz)
-- Of the authority that the placement is of, whoever holds it now.
INSERT INTO placement_review (id, version, authority, placement, supplier, outcome, notice_required_days,
                              notice_served_days, handover, development_needs, recommendation, recommendation_ends_on,
                              sent_to_worker_on, sent_to_supplier_on, worker_comments, supplier_comments, recorded_at)
SELECT $id, $version, p.authority, p.id, p.supplier, $outcome, $notice_required_days, $notice_served_days, $handover,
       $development_needs, $recommendation, $recommendation_ends_on, $sent_to_worker_on, $sent_to_supplier_on,
       $worker_comments, $supplier_comments, $recorded_at
FROM placement p
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- placement_review_comment(id uuid, version int4, worker_comments text, supplier_comments text, recorded_at timestamptz)
-- The version after the given one, which has just been superseded, with other comments: the supplier's too, who sees no
-- placements.
INSERT INTO placement_review (id, version, authority, placement, supplier, outcome, notice_required_days,
                              notice_served_days, handover, development_needs, recommendation, recommendation_ends_on,
                              sent_to_worker_on, sent_to_supplier_on, worker_comments, supplier_comments, recorded_at)
SELECT r.id, r.version + 1, r.authority, r.placement, r.supplier, r.outcome, r.notice_required_days, r.notice_served_days,
       r.handover, r.development_needs, r.recommendation, r.recommendation_ends_on, r.sent_to_worker_on,
       r.sent_to_supplier_on, $worker_comments, $supplier_comments, $recorded_at
FROM placement_review r
WHERE r.id = $id AND r.version = $version;
