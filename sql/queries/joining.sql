-- Joining an agreement and leaving it. SPDX-License-Identifier: MIT

-- join_facts(agreement uuid, authority int4, today date, months text[])
-- What is on record of each step; of the months, their first days, those that are not stated come back.
SELECT sharing_agreement_signed_on, member_from, titles, job_types, template_accepted_on,
       (SELECT array_agg(to_char(u.month, 'YYYY-MM') ORDER BY u.month) FROM unnest(unstated) AS u(month)) AS unstated
FROM join_facts($agreement, $authority, $today, $months::date[]);

-- membership_get(id uuid, to_day date)
-- The membership, and what its end on that day would come to: whether no other of the authority's goes on, and if so
-- until when its people may read.
SELECT m.id, m.agreement, m.lead_region, a.dfe_code AS authority, m.authority AS authority_id, lower(m.valid) AS from,
       upper(m.valid) - 1 AS to, m.sharing_agreement_signed_on,
       (SELECT max(f.phase) FROM membership_phase f WHERE f.membership = m.id AND f.superseded_at IS NULL) AS phase,
       o.open IS NOT TRUE AS leaves, l.left_on,
       (l.left_on + make_interval(months => coalesce((
           SELECT p.value::int4 FROM ruleset_parameter p
           WHERE p.name = 'read_months_after_leaving' AND p.layer = 'NATIONAL' AND p.superseded_at IS NULL
             AND p.valid @> l.left_on), 0)))::date AS reads_until
FROM membership m
JOIN authority a ON a.id = m.authority
CROSS JOIN LATERAL (
    SELECT bool_or(upper_inf(e.valid)) AS open, max(upper(e.valid) - 1) AS last
    FROM membership e WHERE e.authority = m.authority AND e.id <> m.id AND e.superseded_at IS NULL) o
CROSS JOIN LATERAL (SELECT greatest($to_day, o.last) AS left_on) l
WHERE m.id = $id AND m.superseded_at IS NULL;

-- membership_end(id uuid, ended_id uuid, to_day date, at timestamptz)
-- An end is brought forward and never put off. The membership goes on record anew, with its last day.
WITH earlier AS (
    UPDATE membership SET superseded_at = $at
    WHERE id = $id AND superseded_at IS NULL AND (upper_inf(valid) OR upper(valid) - 1 > $to_day)
    RETURNING agreement, lead_region, authority, valid, sharing_agreement_signed_on
), ended AS (
    INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on)
    SELECT $ended_id, agreement, lead_region, authority, daterange(lower(valid), $to_day, '[]'), sharing_agreement_signed_on
    FROM earlier RETURNING 1)
SELECT require(EXISTS (SELECT 1 FROM ended), 'membership_ends_later');

-- membership_phases_follow(id uuid, ended_id uuid)
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from)
SELECT $ended_id, agreement, lead_region, phase, adopted_from FROM membership_phase
WHERE membership = $id AND superseded_at IS NULL;

-- membership_leaves(ended_id uuid, told bool)
-- After membership_end, which has moved the rules' version: whoever ends another of the authority's waits for this.
SELECT require($told = NOT EXISTS (
    SELECT FROM membership m JOIN membership o ON o.authority = m.authority AND o.superseded_at IS NULL
    WHERE m.id = $ended_id AND upper_inf(o.valid)), 'stale_rules');

-- departure_end(authority int4, at timestamptz)
UPDATE departure SET superseded_at = $at WHERE authority = $authority AND superseded_at IS NULL;

-- departure_add(id uuid, authority int4, lead_region text, left_on date, reads_until date, recorded_at timestamptz)
INSERT INTO departure (id, authority, lead_region, left_on, reads_until, recorded_at)
VALUES ($id, $authority, $lead_region, $left_on, $reads_until, $recorded_at);

-- template_acceptance_list(after_id uuid, page_size int4, counted bool)
WITH listed AS NOT MATERIALIZED (
    SELECT t.id, t.authority, t.template, t.accepted_on, t.recorded_at FROM template_acceptance t
    WHERE t.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
)
SELECT l.id, a.dfe_code AS authority, l.template, l.accepted_on, l.recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed l JOIN authority a ON a.id = l.authority
WHERE $after_id IS NULL OR l.id < $after_id
ORDER BY l.id DESC
LIMIT $page_size;

-- template_acceptance_add(id uuid, template uuid, accepted_on date, recorded_at timestamptz)
INSERT INTO template_acceptance (id, authority, template, accepted_on, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $template, $accepted_on, $recorded_at);
