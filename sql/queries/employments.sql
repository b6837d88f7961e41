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

-- employment_list(bases text[], last_day_from date, last_day_to date, swe_number text, sort text, after_place int8, after_id uuid, page_size int4, counted bool)
-- By place, then the newest first, as placement_list. Who has not left is last to leave; who started on no known day was
-- the first. page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT o, o.authority, o.id,
           (CASE $sort WHEN 'last_day' THEN DATE 'epoch' - coalesce(o.last_day, '9999-12-31')
                       WHEN '-last_day' THEN coalesce(o.last_day, '9999-12-31') - DATE 'epoch'
                       WHEN 'start_date' THEN DATE 'epoch' - coalesce(o.start_date, '1900-01-01')
                       WHEN '-start_date' THEN coalesce(o.start_date, '1900-01-01') - DATE 'epoch'
                       ELSE 0 END)::int8 AS place
    FROM employment o
    WHERE o.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND o.superseded_at IS NULL
      AND ($bases IS NULL OR o.basis = ANY ($bases))
      AND ($last_day_from IS NULL OR o.last_day >= $last_day_from)
      AND ($last_day_to IS NULL OR o.last_day <= $last_day_to)
      AND ($swe_number IS NULL OR o.swe_number = $swe_number)
), page AS MATERIALIZED (
    SELECT l.o AS e, l.id, l.place
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
    CROSS JOIN LATERAL (
        SELECT r.o, r.id, r.place
        FROM listed r
        WHERE r.authority = mine.authority AND ($after_id IS NULL OR (r.place, r.id) < ($after_place, $after_id))
          AND ($sort IS NOT NULL OR $after_id IS NULL OR r.id < $after_id)
        ORDER BY r.place DESC, r.id DESC
        LIMIT $page_size) l
    ORDER BY l.place DESC, l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'employment', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT (l.e).id, (l.e).version, a.dfe_code AS authority, (l.e).swe_number, (l.e).basis, (l.e).service, (l.e).job_type,
       (l.e).start_date, (l.e).last_day, (l.e).probation_end, (l.e).leaving_reason,
       CASE WHEN (l.e).evidence_kind IS NOT NULL
            THEN jsonb_build_object('kind', (l.e).evidence_kind, 'dated', (l.e).evidence_dated) END AS evidence,
       (l.e).external_ref, (l.e).disputed, (l.e).recorded_at, l.place, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page l JOIN authority a ON a.id = (l.e).authority
ORDER BY l.place DESC, l.id DESC;

-- employment_versions(id uuid, version int4)
-- What is on record now and the version that the caller read, the newest first; and the version of the worker's facts.
-- The write that follows, or its refusal, is what the trail has of it.
SELECT e.id, e.version, a.dfe_code AS authority, e.swe_number, e.basis, e.service, e.job_type, e.start_date, e.last_day,
       e.probation_end, e.leaving_reason,
       CASE WHEN e.evidence_kind IS NOT NULL
            THEN jsonb_build_object('kind', e.evidence_kind, 'dated', e.evidence_dated) END AS evidence,
       e.external_ref, e.disputed, e.recorded_at, facts_version(e.swe_number) AS facts_version
FROM employment e JOIN authority a ON a.id = e.authority
WHERE e.id = $id AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND (e.superseded_at IS NULL OR e.version = $version)
ORDER BY e.version DESC;

-- employment_supersede(id uuid, version int4, superseded_at timestamptz)
WITH u AS (
    UPDATE employment SET superseded_at = $superseded_at
    WHERE id = $id AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND version = $version AND superseded_at IS NULL
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'stale_version');

-- employment_correct(id uuid, version int4, job_type text, start_date date, last_day date, probation_end date, leaving_reason text, evidence_kind text, evidence_dated date, external_ref text, disputed bool, recorded_at timestamptz)
-- The version after the given one, which has just been superseded; whose spell it is and of what kind stays.
INSERT INTO employment (id, version, authority, swe_number, basis, service, job_type, start_date, last_day, probation_end,
                        leaving_reason, evidence_kind, evidence_dated, external_ref, disputed, recorded_at)
SELECT e.id, e.version + 1, e.authority, e.swe_number, e.basis, e.service, $job_type, $start_date, $last_day, $probation_end,
       $leaving_reason, $evidence_kind, $evidence_dated, $external_ref, $disputed, $recorded_at
FROM employment e
WHERE e.id = $id AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
  AND e.version = $version;
