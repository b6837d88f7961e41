-- A local government reorganisation, by the host's command, as accord_owner. SPDX-License-Identifier: MIT

-- succession_predecessor(code text)
SELECT a.id, a.dfe_code, a.name, a.region,
       (SELECT min(s.succeeded_on) FROM authority_succession s WHERE s.predecessor = a.id) AS succeeded_on
FROM authority a WHERE a.dfe_code = $code;

-- succession_effect(predecessors int4[], successors text[], on_day date)
-- What it would come to on that day, a line each; nothing of it is stored.
WITH old AS (
    SELECT a.id, a.name, a.dfe_code FROM authority a WHERE a.id = ANY ($predecessors)
), new AS (
    SELECT s.code, (SELECT a.id FROM authority a WHERE a.dfe_code = s.code) AS id, s.place
    FROM unnest($successors) WITH ORDINALITY AS s(code, place)
), line AS (
    SELECT 1 AS part, 'agreement to be signed anew, by each successor' AS what, o.name AS of, g.name AS about, NULL::int8 AS many
    FROM old o JOIN membership m ON m.authority = o.id AND m.superseded_at IS NULL AND m.valid @> $on_day
    JOIN agreement g ON g.id = m.agreement AND g.superseded_at IS NULL
    UNION ALL
    SELECT 2, 'membership that ends the day before', o.name, g.name, NULL
    FROM old o JOIN membership m ON m.authority = o.id AND m.superseded_at IS NULL AND m.valid @> $on_day
    JOIN agreement g ON g.id = m.agreement AND g.superseded_at IS NULL
    UNION ALL
    SELECT 3, 'running placements inherited by each successor', o.name, p.status::text, count(*)
    FROM old o JOIN placement p ON p.authority = o.id AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    GROUP BY o.name, p.status
    UNION ALL
    SELECT 4, 'spells inherited by each successor', o.name, CASE WHEN e.last_day IS NULL THEN 'open' ELSE 'ended' END, count(*)
    FROM old o JOIN employment e ON e.authority = o.id AND e.superseded_at IS NULL
    GROUP BY o.name, e.last_day IS NULL
    UNION ALL
    SELECT 5, 'grants that end the day before', o.name, r.role::text, count(*)
    FROM old o JOIN role_grant r ON r.authority = o.id AND r.superseded_at IS NULL AND r.valid && daterange($on_day, NULL)
    GROUP BY o.name, r.role
    UNION ALL
    SELECT 6, 'tokens that end with them', o.name, NULL, count(*)
    FROM old o JOIN role_grant r ON r.authority = o.id AND r.superseded_at IS NULL AND r.valid && daterange($on_day, NULL)
    JOIN token t ON t.role_grant = r.id AND t.revoked_at IS NULL AND t.expires_at > now()
    GROUP BY o.name
    UNION ALL
    SELECT 7, 'mapping to be made by each successor', o.name, m.local_role || ' is ' || m.job_type, NULL
    FROM old o JOIN role_mapping m ON m.authority = o.id AND m.superseded_at IS NULL AND m.valid @> $on_day
    UNION ALL
    SELECT 8, 'running placements whose rules are asked again', coalesce(a.name, 'elsewhere'), NULL, count(*)
    FROM placement p
    CROSS JOIN LATERAL touched_by_succession(p, ARRAY(SELECT unnest(inherited_by(o.id, $on_day))
                                                      FROM (SELECT id FROM old UNION SELECT id FROM new WHERE id IS NOT NULL) o)) t(own)
    LEFT JOIN authority a ON t.own AND a.id = p.authority
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH') AND t.own IS NOT NULL
    GROUP BY a.name
    UNION ALL
    SELECT 9, 'requirement that suppliers are offered no more', o.name, r.job_type || ' from ' || r.start_date, NULL
    FROM old o JOIN requirement r ON r.authority = o.id AND r.closed_at IS NULL
    UNION ALL
    SELECT 10, 'needs an administrator (accordd token create)', n.code, NULL, NULL
    FROM new n
    WHERE NOT EXISTS (SELECT FROM role_grant r WHERE r.authority = n.id AND r.role = 'AUTHORITY_ADMIN'
                        AND r.superseded_at IS NULL AND r.valid @> $on_day)
)
SELECT what, of, about, many FROM line ORDER BY part, of, about;

-- succession_authority_add(id int4, name text, code text, region text, kind text, source text)
-- Where there is none of that code yet.
INSERT INTO authority (id, name, dfe_code, region, kind, source)
SELECT $id, $name, $code, $region, $kind, $source WHERE NOT EXISTS (SELECT FROM authority a WHERE a.dfe_code = $code);

-- succession_code_add(code text, gss_code text, from_day date)
INSERT INTO authority_code (gss_code, authority, valid)
SELECT $gss_code, a.id, daterange($from_day, NULL) FROM authority a
WHERE a.dfe_code = $code AND $gss_code IS NOT NULL
  AND NOT EXISTS (SELECT FROM authority_code c WHERE c.authority = a.id AND c.gss_code = $gss_code);

-- succession_add(predecessor int4, successor text, on_day date)
-- One without a name must be on record. What it touches is asked again now and on the day.
WITH added AS (
    INSERT INTO authority_succession (predecessor, successor, succeeded_on)
    SELECT $predecessor, a.id, $on_day FROM authority a WHERE a.dfe_code = $successor
    RETURNING predecessor, successor
), swept AS (
    INSERT INTO sweep (kind, predecessor, successor) SELECT 'SUCCESSION', predecessor, successor FROM added
)
SELECT require(EXISTS (SELECT 1 FROM added), 'successor_unknown');

-- succession_codes_end(predecessors int4[], on_day date)
UPDATE authority_code SET valid = daterange(lower(valid), $on_day)
WHERE authority = ANY ($predecessors) AND valid @> $on_day;

-- succession_memberships_end(predecessors int4[], on_day date)
-- As by the region (membership_end): each goes on record anew with its last day, and its phases with it.
WITH earlier AS MATERIALIZED (
    UPDATE membership SET superseded_at = now()
    WHERE authority = ANY ($predecessors) AND superseded_at IS NULL AND valid @> $on_day
    RETURNING id, gen_random_uuid() AS ended, agreement, lead_region, authority, valid, sharing_agreement_signed_on
), ended AS (
    INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on)
    SELECT ended, agreement, lead_region, authority, daterange(lower(valid), $on_day), sharing_agreement_signed_on
    FROM earlier WHERE lower(valid) < $on_day
)
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from)
SELECT e.ended, f.agreement, f.lead_region, f.phase, f.adopted_from
FROM earlier e JOIN membership_phase f ON f.membership = e.id AND f.superseded_at IS NULL
WHERE lower(e.valid) < $on_day;

-- succession_grants_end(predecessors int4[], on_day date)
-- What would only have begun later falls away.
UPDATE role_grant
SET valid = CASE WHEN lower(valid) < $on_day THEN daterange(lower(valid), $on_day) ELSE valid END,
    superseded_at = CASE WHEN lower(valid) < $on_day THEN NULL ELSE now() END
WHERE authority = ANY ($predecessors) AND superseded_at IS NULL AND valid && daterange($on_day, NULL);
