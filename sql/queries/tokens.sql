-- Principals, grants and tokens: for the host's commands, which run as accord_owner and begin as nobody, and what
-- makes them for the API too. SPDX-License-Identifier: MIT

-- token_scope(authority text, region text, supplier text)
-- What a grant may be bound to, as it is named on the command line.
SELECT (SELECT a.id FROM authority a WHERE a.dfe_code = $authority OR lower(a.name) = lower($authority)
           OR a.id = (SELECT c.authority FROM authority_code c WHERE c.gss_code = $authority)) AS authority,
       (SELECT r.name FROM region r WHERE lower(r.name) = lower($region)) AS region,
       (SELECT s.id FROM supplier s WHERE s.id::text = $supplier OR lower(s.name) = lower($supplier) LIMIT 1) AS supplier;

-- principal_add(id uuid, kind text, name text, post text, authority int4, region text, supplier uuid, recorded_at timestamptz)
-- Kept by the authority, or by the region; a supplier's people by the region that keeps the supplier.
INSERT INTO principal (id, kind, name, post, authority, region, recorded_at)
VALUES ($id, $kind, $name, $post, $authority, coalesce($region, (SELECT s.region FROM supplier s WHERE s.id = $supplier)),
        $recorded_at);

-- role_grant_add(id uuid, principal uuid, role text, authority int4, region text, supplier uuid, acting bool, from_day date, to_day date)
INSERT INTO role_grant (id, principal, role, authority, region, supplier, acting, valid)
VALUES ($id, $principal, $role, $authority, $region, $supplier, $acting, daterange($from_day, $to_day, '[]'));

-- token_add(hash bytea, id uuid, role_grant uuid, label text, created_at timestamptz, expires_at timestamptz)
INSERT INTO token (hash, id, role_grant, label, created_at, expires_at)
VALUES ($hash, $id, $role_grant, $label, $created_at, $expires_at);

-- token_list()
SELECT t.id, t.label, p.name, g.role, coalesce(a.name, g.region, s.name) AS scope, t.created_at, t.expires_at, t.revoked_at
FROM token t
JOIN role_grant g ON g.id = t.role_grant
JOIN principal p ON p.id = g.principal
LEFT JOIN authority a ON a.id = g.authority
LEFT JOIN supplier s ON s.id = g.supplier
ORDER BY t.created_at, t.id;

-- token_revoke(id uuid)
WITH gone AS (UPDATE token SET revoked_at = now() WHERE id = $id AND revoked_at IS NULL RETURNING 1)
SELECT require(EXISTS (SELECT 1 FROM gone), 'not_found');
