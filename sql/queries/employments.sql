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
-- Newest first.
WITH page AS MATERIALIZED (
    SELECT e.id, e.version, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.job_type, e.start_date, e.last_day,
           e.probation_end, e.leaving_reason,
           CASE WHEN e.evidence_kind IS NOT NULL
                THEN jsonb_build_object('kind', e.evidence_kind, 'dated', e.evidence_dated) END AS evidence,
           e.external_ref, e.disputed, e.recorded_at
    FROM employment e JOIN authority a ON a.id = e.authority
    WHERE e.superseded_at IS NULL AND ($after_id IS NULL OR e.id < $after_id)
      AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    ORDER BY e.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome) SELECT 'employment', coalesce(array_agg(id), '{}'), 'done' FROM page
)
SELECT id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end, leaving_reason,
       evidence, external_ref, disputed, recorded_at
FROM page ORDER BY id DESC;
