-- Disputes, as their two parties see them: of the record and the reasons, who opened one sees nothing, since the rows that
-- have them are the deciding authority's. SPDX-License-Identifier: MIT

-- may_share_with(authority int4, day date)
-- Whether anything about a worker may go to that authority.
SELECT require(signed_to_share(nullif(current_setting('accord.authority', true), '')::int4, $authority, $day),
               'sharing_agreement_unsigned');

-- dispute_add(id uuid, authority int4, swe_number text, fact text, statement text, due_on date, opened_at timestamptz)
INSERT INTO dispute (id, authority, opened_through, swe_number, fact, statement, due_on, opened_at)
VALUES ($id, $authority, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $fact, $statement, $due_on,
        $opened_at);

-- dispute_get(id uuid)
WITH page AS MATERIALIZED (
    SELECT d.id, a.dfe_code AS recording_authority, o.dfe_code AS opened_through, d.swe_number, d.fact, d.statement,
           d.due_on, d.state, d.opened_at, d.decided_at, l.record, c.reason
    FROM dispute d
    JOIN authority a ON a.id = d.authority
    JOIN authority o ON o.id = d.opened_through
    LEFT JOIN dispute_link l ON l.authority = d.authority AND l.dispute = d.id
    LEFT JOIN dispute_decision c ON c.authority = d.authority AND c.dispute = d.id
    WHERE d.id = $id
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'dispute', array_agg(id), 'done' FROM page HAVING count(*) > 0
)
SELECT id, recording_authority, opened_through, swe_number, fact, statement, due_on, state, opened_at, decided_at, record,
       reason
FROM page;

-- dispute_list(states text[], to_decide bool, after_id uuid, page_size int4, counted bool)
-- Newest first: those that the caller's authority decides, and those that were opened through it. page_size is one more
-- than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT d.id, d.authority, d.opened_through, d.swe_number, d.fact, d.statement, d.due_on, d.state, d.opened_at, d.decided_at
    FROM dispute d
    WHERE (d.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR (NOT $to_decide
               AND d.opened_through = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])))
      AND ($states IS NULL OR d.state = ANY ($states))
      AND (NOT $to_decide OR d.state = 'OPEN')
), page AS MATERIALIZED (
    SELECT id, authority, opened_through, swe_number, fact, statement, due_on, state, opened_at, decided_at
    FROM listed
    WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'dispute', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT p.id, a.dfe_code AS recording_authority, o.dfe_code AS opened_through, p.swe_number, p.fact, p.statement, p.due_on,
       p.state, p.opened_at, p.decided_at, l.record, c.reason, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page p
JOIN authority a ON a.id = p.authority
JOIN authority o ON o.id = p.opened_through
LEFT JOIN dispute_link l ON l.authority = p.authority AND l.dispute = p.id
LEFT JOIN dispute_decision c ON c.authority = p.authority AND c.dispute = p.id
ORDER BY p.id DESC;

-- dispute_held(id uuid)
-- A dispute to be gone on with: whether the caller's authority decides it, the record that it is linked to as that stands
-- now, whether what it says has been corrected since, and whether the caller recorded the fact or opened the dispute. What
-- goes on is what the trail has of it.
SELECT d.id, a.dfe_code AS recording_authority, o.dfe_code AS opened_through, d.swe_number, d.fact, d.statement, d.due_on,
       d.state, d.opened_at, d.decided_at, l.record,
       d.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AS ours,
       facts_version(d.swe_number) AS facts_version, e.version AS record_version,
       (e.job_type, e.start_date, e.last_day, e.probation_end, e.leaving_reason, e.evidence_kind, e.evidence_dated)
       IS DISTINCT FROM (w.job_type, w.start_date, w.last_day, w.probation_end, w.leaving_reason, w.evidence_kind,
                         w.evidence_dated) AS corrected,
       d.opened_by = nullif(current_setting('accord.principal', true), '')::uuid AS opened_by_caller,
       EXISTS (SELECT FROM employment r
               WHERE r.id = l.record AND r.version < l.record_version
                 AND r.recorded_by = nullif(current_setting('accord.principal', true), '')::uuid)
       OR EXISTS (SELECT FROM worker_qualification q
                  WHERE q.id = l.record
                    AND q.recorded_by = nullif(current_setting('accord.principal', true), '')::uuid)
       OR EXISTS (SELECT FROM reference r
                  WHERE r.id = l.record AND r.recorded_by = nullif(current_setting('accord.principal', true), '')::uuid
                    AND r.version = (SELECT min(f.version) FROM reference f WHERE f.id = r.id AND f.status = 'ANSWERED'))
       OR EXISTS (SELECT FROM placement_review w
                  WHERE w.id = l.record AND w.version = 1
                    AND w.recorded_by = nullif(current_setting('accord.principal', true), '')::uuid) AS recorded_by_caller,
       EXISTS (SELECT FROM reference r
               WHERE r.id = l.record AND r.superseded_at IS NULL AND r.disputed) AS marked
FROM dispute d
JOIN authority a ON a.id = d.authority
JOIN authority o ON o.id = d.opened_through
LEFT JOIN dispute_link l ON l.authority = d.authority AND l.dispute = d.id
LEFT JOIN employment e ON e.id = l.record AND e.superseded_at IS NULL
LEFT JOIN employment w ON w.id = l.record AND w.version = l.record_version
WHERE d.id = $id;

-- disputed_record(dispute uuid, record uuid)
-- The record as it stands, where it is the caller's authority's, of the disputed kind and of the worker.
SELECT e.id, e.version FROM dispute d JOIN employment e ON e.swe_number = d.swe_number
WHERE d.id = $dispute AND d.fact IN ('EMPLOYMENT', 'LAST_DAY', 'LEAVING_REASON') AND e.id = $record
  AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND e.superseded_at IS NULL
UNION ALL
SELECT q.id, NULL FROM dispute d JOIN worker_qualification q ON q.swe_number = d.swe_number
WHERE d.id = $dispute AND d.fact = 'QUALIFICATION' AND q.id = $record
  AND q.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND q.superseded_at IS NULL
UNION ALL
SELECT r.id, NULL FROM dispute d JOIN reference r ON r.swe_number = d.swe_number
WHERE d.id = $dispute AND d.fact = 'REFERENCE' AND r.id = $record AND r.status = 'ANSWERED' AND r.superseded_at IS NULL
  AND (r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
       OR r.provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]))
UNION ALL
SELECT w.id, NULL FROM dispute d
JOIN placement p ON p.swe_number = d.swe_number
JOIN placement_review w ON w.authority = p.authority AND w.placement = p.id
WHERE d.id = $dispute AND d.fact = 'REVIEW' AND w.id = $record AND w.superseded_at IS NULL
  AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- dispute_link_add(dispute uuid, record uuid, record_version int4, linked_at timestamptz)
INSERT INTO dispute_link (authority, dispute, record, record_version, linked_at)
SELECT d.authority, d.id, $record, $record_version, $linked_at FROM dispute d WHERE d.id = $dispute;

-- employment_mark(id uuid, version int4, dispute uuid, disputed bool, recorded_at timestamptz)
-- The version after the given one, which has just been superseded, with the same facts: disputed, or, where a dispute ends,
-- as long as another that is open is about it.
INSERT INTO employment (id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end,
                        leaving_reason, evidence_kind, evidence_dated, external_ref, disputed, recorded_at)
SELECT e.id, e.version + 1, e.authority, e.swe_number, e.basis, e.service, e.job_type, e.start_date, e.last_day,
       e.probation_end, e.leaving_reason, e.evidence_kind, e.evidence_dated, e.external_ref,
       $disputed OR EXISTS (SELECT FROM dispute_link l JOIN dispute d ON d.authority = l.authority AND d.id = l.dispute
                            WHERE l.record = e.id AND d.id <> $dispute AND d.state = 'OPEN'), $recorded_at
FROM employment e
WHERE e.id = $id AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND e.version = $version;

-- qualification_supersede(id uuid, superseded_at timestamptz)
WITH u AS (
    UPDATE worker_qualification SET superseded_at = $superseded_at
    WHERE id = $id AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND superseded_at IS NULL
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'stale_version');

-- qualification_restore(id uuid, as_id uuid, recorded_at timestamptz)
-- Anew, unless the authority has recorded another date meanwhile.
INSERT INTO worker_qualification (id, authority, swe_number, qualified_on, recorded_at)
SELECT $as_id, nullif(current_setting('accord.authority', true), '')::int4, q.swe_number, q.qualified_on, $recorded_at
FROM worker_qualification q
WHERE q.id = $id AND NOT EXISTS (
    SELECT FROM worker_qualification o
    WHERE o.authority = nullif(current_setting('accord.authority', true), '')::int4 AND o.swe_number = q.swe_number
      AND o.superseded_at IS NULL);

-- dispute_decide(id uuid, state text, decided_at timestamptz)
WITH u AS (
    UPDATE dispute SET state = $state, decided_at = $decided_at
    WHERE id = $id AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND state = 'OPEN'
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'dispute_decided');

-- dispute_decision_add(dispute uuid, reason text, withdrawn bool, decided_at timestamptz)
INSERT INTO dispute_decision (authority, dispute, reason, withdrawn, decided_at)
SELECT d.authority, d.id, $reason, $withdrawn, $decided_at FROM dispute d WHERE d.id = $dispute;

-- dispute_tell(dispute uuid)
-- Who opened it, and, where it was upheld, all who relied on the fact.
SELECT dispute_tell($dispute);
