-- People, grants and tokens through the API: row-level security shows an administrator its own. What makes them is in
-- tokens.sql, for the host's commands too. SPDX-License-Identifier: MIT

-- person_list(id uuid, after_id uuid, page_size int4, counted bool)
-- Newest first, or the one; with the grants of the caller's own scope.
SELECT p.id, p.kind, p.name, p.post, c.work_email, coalesce(c.no_reminders, false) AS no_reminders, p.recorded_at,
       (SELECT jsonb_agg(jsonb_build_object('id', g.id, 'person', g.principal, 'role', g.role, 'authority', a.dfe_code,
                   'region', g.region, 'supplier', g.supplier, 'acting', g.acting, 'from', lower(g.valid),
                   'to', upper(g.valid) - 1, 'ended_at', g.ended_at, 'withdrawn', g.superseded_at IS NOT NULL)
                   ORDER BY lower(g.valid), g.id)
        FROM role_grant g LEFT JOIN authority a ON a.id = g.authority WHERE g.principal = p.id) AS grants,
       (SELECT count(*) FROM principal WHERE $counted) AS total
FROM principal p LEFT JOIN principal_contact c ON c.principal = p.id
WHERE ($id IS NULL OR p.id = $id) AND ($after_id IS NULL OR p.id < $after_id)
ORDER BY p.id DESC
LIMIT $page_size;

-- principal_contact_set(principal uuid, work_email text, no_reminders bool)
INSERT INTO principal_contact (principal, work_email, no_reminders) VALUES ($principal, $work_email, $no_reminders)
ON CONFLICT (principal) DO UPDATE SET work_email = excluded.work_email, no_reminders = excluded.no_reminders;

-- person_find(id uuid)
SELECT id FROM principal WHERE id = $id;

-- role_grant_get(id uuid)
SELECT g.id, g.principal AS person, p.name, g.role, a.dfe_code AS authority, g.region, g.supplier, g.acting,
       lower(g.valid) AS from, upper(g.valid) - 1 AS to, g.ended_at, g.superseded_at IS NOT NULL AS withdrawn
FROM role_grant g
LEFT JOIN principal p ON p.id = g.principal
LEFT JOIN authority a ON a.id = g.authority
WHERE g.id = $id;

-- role_grant_end(id uuid, last_day date, at timestamptz, ended_by uuid)
-- After its last day, or at once where none is given. An end is brought forward and never put off.
WITH ended AS (
    UPDATE role_grant
    SET valid = CASE WHEN $last_day IS NULL THEN valid ELSE daterange(lower(valid), $last_day, '[]') END,
        superseded_at = CASE WHEN $last_day IS NULL THEN $at END,
        ended_at = $at, ended_by = $ended_by
    WHERE id = $id AND superseded_at IS NULL
      AND ($last_day IS NULL OR upper_inf(valid) OR $last_day < upper(valid) - 1)
    RETURNING 1)
SELECT require(EXISTS (SELECT 1 FROM ended), 'grant_ended');

-- api_token_list(id uuid, after_id uuid, page_size int4, counted bool)
-- Newest first, or the one. The hash is no column of it.
SELECT t.id, t.role_grant AS grant, g.principal AS person, p.name, g.role, t.label, t.created_at, t.expires_at, t.revoked_at,
       (SELECT count(*) FROM token JOIN role_grant o ON o.id = role_grant WHERE $counted) AS total
FROM token t
JOIN role_grant g ON g.id = t.role_grant
LEFT JOIN principal p ON p.id = g.principal
WHERE ($id IS NULL OR t.id = $id) AND ($after_id IS NULL OR t.id < $after_id)
ORDER BY t.id DESC
LIMIT $page_size;

-- api_token_revoke(id uuid, at timestamptz, revoked_by uuid)
-- Once is enough: of two at once the first is the one on record.
WITH gone AS (
    UPDATE token
    SET revoked_at = coalesce(revoked_at, $at),
        revoked_by = CASE WHEN revoked_at IS NULL THEN $revoked_by ELSE revoked_by END
    WHERE id = $id
    RETURNING 1)
SELECT require(EXISTS (SELECT 1 FROM gone), 'not_found');

-- caller_is_person(today date)
-- A system may hold the role that the caller has.
SELECT signs_as(nullif(current_setting('accord.principal', true), '')::uuid, current_setting('accord.role', true), $today)
    AS is_person;
