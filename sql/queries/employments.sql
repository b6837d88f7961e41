-- SPDX-License-Identifier: MIT

-- facts_version(swe_number text)
SELECT facts_version($swe_number) AS version;

-- facts_claim(swe_number text, version int8, new_worker uuid)
-- Raises stale_facts where somebody wrote on this worker since the version was read.
SELECT facts_claim($swe_number, $version, $new_worker);

-- employment_add(id uuid, swe_number text, basis text, service text, job_type text, start_date date, last_day date, probation_end date, leaving_reason text, evidence_kind text, evidence_dated date, external_ref text, recorded_at timestamptz)
INSERT INTO employment (id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end,
                        leaving_reason, evidence_kind, evidence_dated, external_ref, recorded_at)
VALUES ($id, 1, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $basis, $service, $job_type,
        $start_date, $last_day, $probation_end, $leaving_reason, $evidence_kind, $evidence_dated, $external_ref, $recorded_at);

-- employment_get(id uuid)
WITH page AS MATERIALIZED (
    SELECT e.id, e.version, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.job_type, e.start_date, e.last_day,
           e.probation_end, e.leaving_reason,
           CASE WHEN e.evidence_kind IS NOT NULL
                THEN jsonb_build_object('kind', e.evidence_kind, 'dated', e.evidence_dated) END AS evidence,
           e.external_ref, e.disputed, e.recorded_at
    FROM employment e JOIN authority a ON a.id = e.authority
    WHERE e.id = $id AND e.superseded_at IS NULL
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'employment', array_agg(id), 'done' FROM page HAVING count(*) > 0
)
SELECT id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end, leaving_reason,
       evidence, external_ref, disputed, recorded_at
FROM page;

-- employment_list(after_id uuid, page_size int4)
-- Newest first; page_size is one more than is shown, and audited.
WITH page AS MATERIALIZED (
    SELECT e.id, e.version, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.job_type, e.start_date, e.last_day,
           e.probation_end, e.leaving_reason,
           CASE WHEN e.evidence_kind IS NOT NULL
                THEN jsonb_build_object('kind', e.evidence_kind, 'dated', e.evidence_dated) END AS evidence,
           e.external_ref, e.disputed, e.recorded_at
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
    JOIN authority a ON a.id = mine.authority
    CROSS JOIN LATERAL (
        SELECT o.id, o.version, o.swe_number, o.basis, o.service, o.job_type, o.start_date, o.last_day, o.probation_end,
               o.leaving_reason, o.evidence_kind, o.evidence_dated, o.external_ref, o.disputed, o.recorded_at
        FROM employment o
        WHERE o.authority = mine.authority AND o.superseded_at IS NULL AND ($after_id IS NULL OR o.id < $after_id)
        ORDER BY o.id DESC
        LIMIT $page_size) e
    ORDER BY e.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'employment', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end, leaving_reason,
       evidence, external_ref, disputed, recorded_at
FROM page ORDER BY id DESC;
