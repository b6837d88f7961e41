-- SPDX-License-Identifier: MIT

-- worker_lookup(swe_number text)
-- The ids of what the caller's authority has on record of a worker, the newest first.
WITH mine AS MATERIALIZED (
    SELECT nullif(current_setting('accord.authorities', true), '')::int4[] AS authorities
), found AS MATERIALIZED (
    SELECT ARRAY(SELECT e.id FROM employment e
                 WHERE e.swe_number = $swe_number AND e.authority = ANY (m.authorities) AND e.superseded_at IS NULL
                 ORDER BY e.id DESC) AS employments,
           ARRAY(SELECT p.id FROM placement p
                 WHERE p.swe_number = $swe_number AND p.authority = ANY (m.authorities)
                 ORDER BY p.id DESC) AS placements,
           ARRAY(SELECT c.id FROM eligibility_check c
                 WHERE c.swe_number = $swe_number AND c.authority = ANY (m.authorities)
                 ORDER BY c.id DESC) AS eligibility_checks
    FROM mine m
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'worker', employments || placements || eligibility_checks, 'done' FROM found
)
SELECT employments, placements, eligibility_checks FROM found;

-- qualification_replace(swe_number text, qualified_on date, superseded_at timestamptz)
-- What the authority recorded, where that was another day; the same again meets the constraint.
UPDATE worker_qualification SET superseded_at = $superseded_at
WHERE authority = nullif(current_setting('accord.authority', true), '')::int4 AND swe_number = $swe_number
  AND superseded_at IS NULL AND qualified_on <> $qualified_on;

-- qualification_add(id uuid, swe_number text, qualified_on date, recorded_at timestamptz)
INSERT INTO worker_qualification (id, authority, swe_number, qualified_on, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $qualified_on, $recorded_at);
