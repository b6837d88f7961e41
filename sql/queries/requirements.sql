-- SPDX-License-Identifier: MIT

-- suppliers_known(ids uuid[])
SELECT count(*)::int4 AS known FROM supplier WHERE id = ANY ($ids);

-- requirement_add(id uuid, local_role text, job_type text, start_date date, planned_end_date date, pay_ceiling_pence int8, recorded_at timestamptz)
INSERT INTO requirement (id, authority, local_role, job_type, start_date, planned_end_date, pay_ceiling_pence, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $local_role, $job_type, $start_date,
        $planned_end_date, $pay_ceiling_pence, $recorded_at);

-- requirement_invite(id uuid, requirement uuid, supplier uuid)
INSERT INTO requirement_invitation (id, authority, requirement, supplier)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $requirement, $supplier);

-- requirement_get(id uuid)
-- One of the caller's authority's. The write that follows is what the trail has of it.
SELECT r.id, a.dfe_code AS authority, r.local_role, r.job_type, r.start_date, r.planned_end_date, r.pay_ceiling_pence,
       ARRAY(SELECT i.supplier FROM requirement_invitation i
             WHERE i.authority = r.authority AND i.requirement = r.id ORDER BY i.supplier) AS suppliers,
       r.closed_at, r.recorded_at
FROM requirement r JOIN authority a ON a.id = r.authority
WHERE r.id = $id AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- requirement_list(after_id uuid, page_size int4, counted bool)
-- Newest first: the caller's authority's, or those to which a supplier is invited, of which it is told the least.
WITH listed AS NOT MATERIALIZED (
    SELECT r.id, a.dfe_code AS authority, r.local_role, r.job_type::text AS job_type, r.start_date, r.planned_end_date,
           r.pay_ceiling_pence::int8 AS pay_ceiling_pence,
           ARRAY(SELECT i.supplier FROM requirement_invitation i
                 WHERE i.authority = r.authority AND i.requirement = r.id ORDER BY i.supplier) AS suppliers,
           r.closed_at, r.recorded_at
    FROM requirement r JOIN authority a ON a.id = r.authority
    WHERE r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    UNION ALL
    SELECT o.id, o.authority, o.local_role, o.job_type, o.start_date, o.planned_end_date, NULL, NULL, NULL, o.recorded_at
    FROM requirements_offered() o
)
SELECT id, authority, local_role, job_type, start_date, planned_end_date, pay_ceiling_pence, suppliers, closed_at, recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed
WHERE $after_id IS NULL OR id < $after_id
ORDER BY id DESC
LIMIT $page_size;

-- requirement_close(id uuid, closed_at timestamptz)
UPDATE requirement SET closed_at = coalesce(closed_at, $closed_at)
WHERE id = $id AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- requirement_offered(id uuid)
SELECT o.id, o.authority, o.local_role, o.job_type, o.start_date, o.planned_end_date
FROM requirements_offered() o WHERE o.id = $id;

-- act_for_requirement(requirement uuid)
-- From here on the batch sees and writes as the authority that has invited the calling supplier.
SELECT act_for_requirement($requirement);

-- requirement_candidates_claim(requirement uuid, supplier uuid)
-- Of two at once the later waits here, so that it counts the earlier.
SELECT pg_advisory_xact_lock(hashtextextended($requirement::text || $supplier::text, 0));

-- requirement_candidate_add(id uuid, requirement uuid, supplier uuid, swe_number text, pay_type text, coverage text, pay_pence int8, comparable_pence int8, eligibility_check uuid, answer text, most int4, recorded_at timestamptz)
WITH added AS (
    INSERT INTO requirement_candidate (id, authority, requirement, supplier, swe_number, pay_type, coverage, pay_pence,
                                       comparable_pence, eligibility_check, answer, recorded_at)
    VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $requirement, $supplier, $swe_number,
            $pay_type, $coverage, $pay_pence, $comparable_pence, $eligibility_check, $answer, $recorded_at)
)
SELECT require((SELECT count(*) FROM requirement_candidate WHERE requirement = $requirement AND supplier = $supplier) < $most,
               'requirement_candidates_enough');

-- requirement_held(id uuid)
-- Raises not_found where the caller's authority has no such requirement.
SELECT require(EXISTS (SELECT FROM requirement r
                       WHERE r.id = $id
                         AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
               'not_found');

-- requirement_candidate_list(requirement uuid, after_id uuid, page_size int4, counted bool)
-- Newest first, with what each one's check came to; page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT c.id, c.requirement, c.supplier, c.swe_number, c.pay_type, c.coverage, c.pay_pence, c.comparable_pence,
           c.comparable_pence > r.pay_ceiling_pence AS over_ceiling, c.eligibility_check, k.outcome, c.answer,
           c.recorded_at AS put_forward_at
    FROM requirement_candidate c
    JOIN requirement r ON r.authority = c.authority AND r.id = c.requirement
    JOIN eligibility_check k ON k.authority = c.authority AND k.id = c.eligibility_check
    WHERE c.requirement = $requirement
      AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), page AS MATERIALIZED (
    SELECT id, requirement, supplier, swe_number, pay_type, coverage, pay_pence, comparable_pence, over_ceiling,
           eligibility_check, outcome, answer, put_forward_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'requirement_candidate', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, requirement, supplier, swe_number, pay_type, coverage, pay_pence, comparable_pence,
       coalesce(over_ceiling, false) AS over_ceiling, eligibility_check, outcome, answer, put_forward_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;
