-- SPDX-License-Identifier: MIT

-- agreement_list(id uuid)
-- All of them, or the one.
SELECT a.id, a.name, a.kind, a.regions, a.lead_region, a.legal_basis, lower(a.valid) AS from, upper(a.valid) - 1 AS to,
       (SELECT jsonb_agg(jsonb_build_object('id', t.id, 'from', lower(t.valid), 'to', upper(t.valid) - 1,
                   'cool_off_months', t.cool_off_months, 'covers_own_authority', t.covers_own_authority,
                   'exceptions', t.exceptions, 'cool_off_last_day', t.cool_off_last_day, 'notice_days', t.notice_days,
                   'legacy_cap_date', t.legacy_cap_date, 'obligation', t.obligation) ORDER BY lower(t.valid))
        FROM agreement_terms t WHERE t.agreement = a.id AND t.superseded_at IS NULL) AS terms,
       (SELECT jsonb_agg(jsonb_build_object('protocol', p.protocol, 'phase', p.phase) ORDER BY p.phase, p.protocol)
        FROM agreement_protocol p WHERE p.agreement = a.id AND p.superseded_at IS NULL) AS protocols,
       (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'authority', au.dfe_code, 'from', lower(m.valid), 'to', upper(m.valid) - 1,
                   'sharing_agreement_signed_on', m.sharing_agreement_signed_on,
                   'phase', (SELECT max(f.phase) FROM membership_phase f WHERE f.membership = m.id AND f.superseded_at IS NULL))
                   ORDER BY au.name, lower(m.valid))
        FROM membership m JOIN authority au ON au.id = m.authority
        WHERE m.agreement = a.id AND m.superseded_at IS NULL) AS memberships
FROM agreement a
WHERE a.superseded_at IS NULL AND ($id IS NULL OR a.id = $id)
ORDER BY a.lead_region, a.name;

-- agreement_lead(id uuid)
SELECT lead_region FROM agreement WHERE id = $id AND superseded_at IS NULL;

-- agreement_regions_wrong(regions text[])
-- Those of them that are no region's name, or that stand there twice.
SELECT n.name, NOT EXISTS (SELECT FROM region r WHERE r.name = n.name) AS unknown
FROM unnest($regions) AS n(name)
GROUP BY n.name
HAVING count(*) > 1 OR NOT EXISTS (SELECT FROM region r WHERE r.name = n.name);

-- agreement_add(id uuid, name text, kind text, regions text[], lead_region text, legal_basis text, from_day date, to_day date)
INSERT INTO agreement (id, name, kind, regions, lead_region, legal_basis, valid)
VALUES ($id, $name, $kind, $regions, $lead_region, $legal_basis, daterange($from_day, $to_day, '[]'));

-- agreement_terms_add(id uuid, agreement uuid, from_day date, to_day date, cool_off_months int4, covers_own_authority bool, exceptions text[], cool_off_last_day text, notice_days int4, legacy_cap_date date, obligation text)
INSERT INTO agreement_terms (id, agreement, lead_region, valid, cool_off_months, covers_own_authority, exceptions,
                             cool_off_last_day, notice_days, legacy_cap_date, obligation)
SELECT $id, a.id, a.lead_region, daterange($from_day, $to_day, '[]'), $cool_off_months, $covers_own_authority, $exceptions,
       $cool_off_last_day, $notice_days, $legacy_cap_date, $obligation
FROM agreement a WHERE a.id = $agreement;

-- agreement_protocol_add(agreement uuid, protocol text, phase int4)
INSERT INTO agreement_protocol (agreement, lead_region, protocol, phase)
SELECT a.id, a.lead_region, $protocol, $phase FROM agreement a WHERE a.id = $agreement;

-- membership_add(id uuid, agreement uuid, authority int4, from_day date, to_day date, sharing_agreement_signed_on date)
INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on)
SELECT $id, a.id, a.lead_region, $authority, daterange($from_day, $to_day, '[]'), $sharing_agreement_signed_on
FROM agreement a WHERE a.id = $agreement;

-- membership_phase_add(membership uuid, agreement uuid, phase int4, adopted_from date)
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from)
SELECT $membership, a.id, a.lead_region, $phase, $adopted_from FROM agreement a WHERE a.id = $agreement;
