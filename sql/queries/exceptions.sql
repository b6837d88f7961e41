-- SPDX-License-Identifier: MIT

-- exception_add(id uuid, swe_number text, rule text, layer text, agreement uuid, placement uuid, start_date date, local_role text, cap_pence int8, comparable_pence int8, excess_pence int8, grounds text, reason text, alternatives text, expires_on date, recorded_at timestamptz)
INSERT INTO rule_exception (id, version, authority, swe_number, rule, layer, agreement, placement, start_date, local_role,
                            cap_pence, comparable_pence, excess_pence, grounds, reason, alternatives, expires_on, status,
                            recorded_at)
VALUES ($id, 1,
        coalesce((SELECT p.authority FROM placement p
                  WHERE p.id = $placement
                    AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
                 nullif(current_setting('accord.authority', true), '')::int4),
        $swe_number, $rule, $layer, $agreement, $placement, $start_date, $local_role, $cap_pence, $comparable_pence,
        $excess_pence, $grounds, $reason, $alternatives, $expires_on, 'DRAFT', $recorded_at);

-- exception_ground(swe_number text, placement uuid, rule text, layer text, start_date date)
-- What an exception that is asked for rests on: the version of the worker's facts, who signs for the rule, and the
-- placement where it names one.
SELECT facts_version($swe_number) AS facts_version, p.swe_number, p.start_date,
       (SELECT c.roles FROM sign_off_chain c
        WHERE c.rule = $rule AND c.layer = $layer AND c.superseded_at IS NULL AND c.valid @> $start_date) AS sign_off_chain
FROM (SELECT 1) one
LEFT JOIN placement p ON p.id = $placement
     AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- exception_get(id uuid, today date, shown bool)
-- Read to be shown, it is audited here; read to be moved, by the move. What is under way is committed to a later rate when
-- its breach comes on record.
WITH page AS MATERIALIZED (
    SELECT e.id, e.version, a.dfe_code AS authority, e.swe_number, e.rule, e.layer, e.agreement, e.placement, e.start_date,
           e.local_role, e.cap_pence, e.comparable_pence, e.excess_pence, e.grounds, e.reason, e.alternatives, e.expires_on,
           CASE WHEN e.status IN ('DRAFT', 'SUBMITTED', 'APPROVED') AND e.expires_on < $today THEN 'EXPIRED'
                ELSE e.status END AS status, e.refusal, e.recorded_at, c.roles AS sign_off_chain, s.sign_offs,
           facts_version(e.swe_number) AS facts_version, a.kind = 'TRUST' AS trust,
           (SELECT min(b.detected_on)
            FROM breach b
            CROSS JOIN LATERAL exceptions_about(b.authority, b.placement, b.rule, b.layer, b.agreement) o
            WHERE b.authority = e.authority AND b.rule = e.rule AND b.resolved_on IS NULL AND o.exception = e.id
              AND b.placement IN (SELECT p.id FROM placement p
                                  WHERE p.authority = e.authority AND p.swe_number = e.swe_number
                                    AND p.start_date <= b.detected_on)) AS committed_on
    FROM rule_exception e
    JOIN authority a ON a.id = e.authority
    LEFT JOIN sign_off_chain c ON c.rule = e.rule AND c.layer = e.layer AND c.superseded_at IS NULL
         AND c.valid @> e.start_date
    LEFT JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('role', o.role, 'person', o.person, 'signed_on', o.signed_on, 'how', o.how,
                                            'evidence', o.evidence, 'late', o.late, 'recorded_by', o.recorded_by,
                                            'recorded_at', o.recorded_at) ORDER BY o.id) AS sign_offs
        FROM sign_off o
        WHERE o.authority = e.authority AND o.exception = e.id) s ON true
    WHERE e.id = $id AND e.superseded_at IS NULL
      AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'exception', array_agg(id), 'done' FROM page WHERE $shown HAVING count(*) > 0
)
SELECT id, version, authority, swe_number, rule, layer, agreement, placement, start_date, local_role, cap_pence, comparable_pence,
       excess_pence, grounds, reason, alternatives, expires_on, status, refusal, recorded_at, sign_off_chain, sign_offs,
       facts_version, trust, committed_on
FROM page;

-- exception_list(statuses text[], rules text[], today date, after_id uuid, page_size int4, counted bool)
-- Newest first; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT e.id, a.dfe_code AS authority, e.version, e.swe_number, e.rule, e.layer, e.agreement, e.placement, e.start_date,
           e.local_role, e.cap_pence, e.comparable_pence, e.excess_pence, e.grounds, e.expires_on, e.recorded_at,
           CASE WHEN e.status IN ('DRAFT', 'SUBMITTED', 'APPROVED') AND e.expires_on < $today THEN 'EXPIRED'
                ELSE e.status END AS status, c.roles AS sign_off_chain,
           ARRAY(SELECT o.role::text FROM sign_off o
                 WHERE o.authority = e.authority AND o.exception = e.id ORDER BY o.id) AS signed
    FROM rule_exception e
    JOIN authority a ON a.id = e.authority
    LEFT JOIN sign_off_chain c ON c.rule = e.rule AND c.layer = e.layer AND c.superseded_at IS NULL
         AND c.valid @> e.start_date
    WHERE e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND e.superseded_at IS NULL
), chosen AS NOT MATERIALIZED (
    SELECT id FROM listed
    WHERE ($statuses IS NULL OR status = ANY ($statuses)) AND ($rules IS NULL OR rule = ANY ($rules))
), page AS MATERIALIZED (
    SELECT l.id, l.authority, l.version, l.swe_number, l.rule, l.layer, l.agreement, l.placement, l.start_date, l.local_role,
           l.cap_pence, l.comparable_pence, l.excess_pence, l.grounds, l.expires_on, l.recorded_at, l.status,
           l.sign_off_chain, l.signed
    FROM listed l
    WHERE ($statuses IS NULL OR l.status = ANY ($statuses)) AND ($rules IS NULL OR l.rule = ANY ($rules))
      AND ($after_id IS NULL OR l.id < $after_id)
    ORDER BY l.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'exception', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, authority, version, swe_number, rule, layer, agreement, placement, start_date, local_role, cap_pence, comparable_pence,
       excess_pence, grounds, expires_on, recorded_at, status, sign_off_chain, signed,
       (SELECT count(*) FROM chosen WHERE $counted) AS total
FROM page ORDER BY id DESC;

-- exception_supersede(id uuid, version int4, superseded_at timestamptz)
-- Where somebody else moved it meanwhile, it is read again.
WITH u AS (
    UPDATE rule_exception SET superseded_at = $superseded_at
    WHERE id = $id AND version = $version AND superseded_at IS NULL
      AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'stale_facts');

-- exception_move(id uuid, version int4, status text, refusal text, recorded_at timestamptz)
-- The version after the given one, which has just been superseded; what was asked for stays.
INSERT INTO rule_exception (id, version, authority, swe_number, rule, layer, agreement, placement, start_date, local_role,
                            cap_pence, comparable_pence, excess_pence, grounds, reason, alternatives, expires_on, status,
                            refusal, recorded_at)
SELECT e.id, e.version + 1, e.authority, e.swe_number, e.rule, e.layer, e.agreement, e.placement, e.start_date, e.local_role,
       e.cap_pence, e.comparable_pence, e.excess_pence, e.grounds, e.reason, e.alternatives, e.expires_on, $status,
       $refusal, $recorded_at
FROM rule_exception e
WHERE e.id = $id AND e.version = $version
  AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- signs_as(person uuid, role text, day date)
SELECT signs_as($person, $role, $day) AS signs;

-- sign_off_add(id uuid, exception uuid, version int4, role text, person uuid, signed_on date, how text, evidence text, late bool, recorded_at timestamptz)
INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, evidence, late, recorded_at)
SELECT $id, e.authority, e.swe_number, e.id, e.version, $role, $person, $signed_on, $how, $evidence, $late, $recorded_at
FROM rule_exception e
WHERE e.id = $exception AND e.version = $version
  AND e.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- exceptions_unused(swe_number text, placement uuid, named uuid[])
-- Raises exception_in_use where another placement of the worker names one of them. The claim of the worker's facts comes
-- before, so that of two at once the later sees the earlier.
SELECT require(NOT EXISTS (
    SELECT FROM placement p
    WHERE p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND p.swe_number = $swe_number
      AND p.id <> $placement AND p.exceptions && $named AND p.status NOT IN ('WITHDRAWN', 'REFUSED')), 'exception_in_use');
