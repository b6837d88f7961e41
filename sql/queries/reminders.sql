-- Reminders: how much waits for whom, and who was told. For the host's command, which runs as accord_owner and begins as
-- nobody. SPDX-License-Identifier: MIT

-- reminders_hold()
-- Until the session ends; nobody else has it meanwhile.
SELECT require(pg_try_advisory_lock('reminder'::regclass::int8), 'reminders_run');

-- reminder_list(today date)
-- For everybody who may be reminded and was not today: how much of each kind waits where. All that somebody is at one
-- place counts together, so that what two roles of theirs see to is one task.
WITH held AS MATERIALIZED (
    SELECT g.principal, g.authority, g.region, g.supplier, array_agg(g.role::text) AS roles
    FROM role_grant g
    JOIN principal p ON p.id = g.principal AND p.kind = 'PERSON'
    JOIN principal_contact c ON c.principal = g.principal AND c.work_email IS NOT NULL AND NOT c.no_reminders
    LEFT JOIN reminder r ON r.principal = g.principal
    WHERE g.superseded_at IS NULL AND g.valid @> $today AND r.sent_on IS DISTINCT FROM $today
    GROUP BY g.principal, g.authority, g.region, g.supplier
), place AS MATERIALIZED (
    -- A successor sees to what its predecessors left.
    SELECT h.principal, coalesce(a.name, h.region, s.name) AS scope, h.roles, k.place
    FROM held h
    LEFT JOIN authority a ON a.id = h.authority
    LEFT JOIN supplier s ON s.id = h.supplier
    CROSS JOIN LATERAL (
        SELECT 'authority:' || i.authority AS place FROM unnest(inherited_by(h.authority, $today)) AS i(authority)
        WHERE h.authority IS NOT NULL
        UNION ALL
        SELECT coalesce('region:' || h.region, 'supplier:' || h.supplier) WHERE h.authority IS NULL) k
), task AS MATERIALIZED (
    SELECT w.kind, w.object, w.due, w.roles,
           coalesce('authority:' || w.authority, 'region:' || w.region, 'supplier:' || w.supplier) AS place
    FROM waiting($today) w
)
SELECT p.principal AS person, p.scope, t.kind, count(DISTINCT t.object) AS tasks,
       count(DISTINCT t.object) FILTER (WHERE t.due < $today) AS overdue, min(t.due) AS soonest
FROM place p
JOIN task t ON t.place = p.place AND t.roles && p.roles
GROUP BY p.principal, p.scope, t.kind
ORDER BY p.principal, p.scope, min(t.due), t.kind;

-- reminder_try(person uuid, today date, at timestamptz)
-- Where to, if the person is still to be reminded.
WITH tried AS (
    INSERT INTO reminder (principal, tried_at)
    SELECT c.principal, $at FROM principal_contact c
    WHERE c.principal = $person AND c.work_email IS NOT NULL AND NOT c.no_reminders
    ON CONFLICT (principal) DO UPDATE SET tried_at = excluded.tried_at WHERE reminder.sent_on IS DISTINCT FROM $today
    RETURNING principal)
SELECT c.work_email FROM tried t JOIN principal_contact c ON c.principal = t.principal;

-- reminder_sent(person uuid, today date)
UPDATE reminder SET sent_on = $today WHERE principal = $person;
