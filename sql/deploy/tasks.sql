-- Deploy accord:tasks to pg
-- What waits, by scope: at authorities (the records' own are in waiting.sql), in regions and at suppliers.
\ir ../policies.psql
:begin

-- Memberships, for whoever joined and for the region that leads.
CREATE FUNCTION waiting_memberships(today date)
RETURNS TABLE (kind text, authority integer, region text, object uuid, due date)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'SHARING_AGREEMENT_TO_SIGN', m.authority, m.lead_region, m.id, NULL::date
    FROM membership m
    WHERE m.superseded_at IS NULL AND m.sharing_agreement_signed_on IS NULL
      AND m.valid && daterange(today, NULL)
    UNION ALL
    SELECT 'MEMBERSHIP_ENDING', m.authority, m.lead_region, m.id, upper(m.valid) - 1
    FROM membership m
    WHERE m.superseded_at IS NULL AND upper(m.valid) - 1 BETWEEN today AND today + 28
      AND NOT EXISTS (SELECT FROM membership o
                      WHERE o.authority = m.authority AND o.agreement = m.agreement AND o.superseded_at IS NULL
                        AND o.valid >> m.valid);
END;

-- Authorities that are members of something, now or to be: each with one of its agreements.
CREATE FUNCTION waiting_members(today date)
RETURNS TABLE (authority integer, agreement uuid)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT m.authority, min(m.agreement::text)::uuid
    FROM membership m
    WHERE m.superseded_at IS NULL AND m.valid && daterange(today, NULL)
    GROUP BY m.authority;
END;

-- What the join check asks for, before joining and after; what a predecessor leaves; what ends.
CREATE FUNCTION waiting_agreements(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT w.kind, w.authority, 'membership', w.object, w.due, '{AUTHORITY_ADMIN}'::text[]
    FROM waiting_memberships(today) w
    UNION ALL
    SELECT 'ROLES_TO_MAP', m.authority, 'agreement', m.agreement, NULL, '{AUTHORITY_ADMIN}'
    FROM waiting_members(today) m
    WHERE NOT EXISTS (SELECT FROM role_mapping r
                      WHERE r.authority = m.authority AND r.superseded_at IS NULL AND r.valid @> today)
    UNION ALL
    -- Of the last twelve months, any.
    SELECT 'LEAVERS_TO_STATE', m.authority, 'agreement', m.agreement, NULL, '{HR,OFFICER,AUTHORITY_ADMIN}'
    FROM waiting_members(today) m
    WHERE EXISTS (SELECT FROM generate_series(1, 12) AS n
                  WHERE NOT EXISTS (SELECT FROM leaver_statement l
                                    WHERE l.authority = m.authority AND l.superseded_at IS NULL
                                      AND l.month = date_trunc('month', today::timestamp) - make_interval(months => n)))
    UNION ALL
    -- The latest of each that is in use: the region's own, or the country's where it has none.
    SELECT 'TEMPLATE_TO_ACCEPT', m.authority, 'reference_template', t.id, NULL, '{AUTHORITY_ADMIN}'
    FROM waiting_members(today) m
    JOIN authority a ON a.id = m.authority
    JOIN LATERAL (
        SELECT DISTINCT ON (lower(f.name)) f.id FROM reference_template f
        WHERE f.valid_from <= today
          AND CASE WHEN EXISTS (SELECT FROM reference_template o WHERE o.region = a.region AND o.valid_from <= today)
                   THEN f.region = a.region ELSE f.region IS NULL END
        ORDER BY lower(f.name), f.version DESC) t ON true
    WHERE NOT EXISTS (SELECT FROM template_acceptance c WHERE c.authority = m.authority AND c.template = t.id)
    UNION ALL
    SELECT 'READING_ENDING', d.authority, 'departure', d.id, d.reads_until, '{AUTHORITY_ADMIN}'
    FROM departure d
    WHERE d.superseded_at IS NULL AND d.left_on < today AND d.reads_until >= today
    UNION ALL
    SELECT 'AGREEMENT_TO_SIGN_ANEW', s.successor, 'agreement', g.id, NULL, '{AUTHORITY_ADMIN}'
    FROM authority_succession s
    JOIN membership m ON m.authority = s.predecessor AND m.superseded_at IS NULL AND m.valid @> s.succeeded_on - 1
    JOIN agreement g ON g.id = m.agreement AND g.superseded_at IS NULL AND g.valid @> today
    WHERE NOT EXISTS (SELECT FROM membership o
                      WHERE o.authority = s.successor AND o.agreement = g.id AND o.superseded_at IS NULL
                        AND o.valid && daterange(today, NULL))
    GROUP BY s.successor, g.id
    UNION ALL
    -- From the day on which the successor holds what its predecessor held.
    SELECT 'MAPPING_TO_MAKE', s.successor, 'role_mapping', r.id, NULL, '{AUTHORITY_ADMIN}'
    FROM authority_succession s
    JOIN role_mapping r ON r.authority = s.predecessor AND r.superseded_at IS NULL AND r.valid @> s.succeeded_on - 1
    WHERE s.succeeded_on <= today
      AND NOT EXISTS (SELECT FROM role_mapping o
                      WHERE o.authority = s.successor AND lower(o.local_role) = lower(r.local_role)
                        AND o.superseded_at IS NULL AND o.valid && daterange(today, NULL));
END;

-- Only notices have a life of their own.
CREATE FUNCTION waiting_at_authorities(today date)
RETURNS TABLE (kind text, authority integer, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT kind, authority, about, object, due, roles FROM waiting_placements(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_references(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_workers(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_exceptions(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_supply(today)
    UNION ALL
    SELECT kind, authority, about, object, due, roles FROM waiting_agreements(today)
    UNION ALL
    SELECT n.kind, n.authority, n.about, n.object, n.due, '{OFFICER}'
    FROM notice n
    WHERE n.done_at IS NULL;
END;

-- Terms in force that a supplier has not accepted, which had accepted others of the agreement.
CREATE FUNCTION waiting_terms(today date)
RETURNS TABLE (supplier uuid, region text, terms uuid)
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT a.supplier, t.lead_region, t.id
    FROM supplier_acceptance a
    JOIN agreement_terms t ON t.agreement = a.agreement AND t.superseded_at IS NULL AND t.valid @> today
    WHERE NOT EXISTS (SELECT FROM supplier_acceptance o WHERE o.supplier = a.supplier AND o.terms = t.id)
    GROUP BY a.supplier, t.lead_region, t.id;
END;

CREATE FUNCTION waiting_in_regions(today date)
RETURNS TABLE (kind text, region text, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    -- Answered, or not in time.
    SELECT 'INCIDENT_TO_DECIDE', i.region, 'supplier_incident', i.id, NULL::date, '{REGION_ADMIN}'::text[]
    FROM supplier_incident i
    WHERE i.state = 'ANSWERED' OR i.state = 'RAISED' AND i.due_by < today
    UNION ALL
    SELECT 'HEADHUNTING_TO_RESOLVE', h.lead_region, 'headhunting_report', h.id, NULL, '{REGION_ADMIN}'
    FROM headhunting_report h
    WHERE h.state = 'OPEN'
    UNION ALL
    SELECT w.kind, w.region, 'membership', w.object, w.due, '{REGION_ADMIN}'
    FROM waiting_memberships(today) w
    UNION ALL
    SELECT 'TERMS_TO_ACCEPT', w.region, 'agreement_terms', w.terms, NULL, '{REGION_ADMIN}'
    FROM waiting_terms(today) w
    GROUP BY w.region, w.terms
    UNION ALL
    -- Agreed, and nothing published for that key and day.
    SELECT 'CAP_TO_PUBLISH', c.lead_region, 'rate_cap', c.id, c.effective_from, '{REGION_ADMIN}'
    FROM rate_cap c
    WHERE c.status = 'AGREED' AND c.superseded_at IS NULL AND c.effective_from > today
      AND NOT EXISTS (SELECT FROM rate_cap o
                      WHERE o.agreement = c.agreement AND o.status = 'PUBLISHED' AND o.superseded_at IS NULL
                        AND o.job_type = c.job_type AND o.pay_type = c.pay_type AND o.band IS NOT DISTINCT FROM c.band
                        AND o.effective_from = c.effective_from);
END;

CREATE FUNCTION waiting_at_suppliers(today date)
RETURNS TABLE (kind text, supplier uuid, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT 'INCIDENT_TO_ANSWER', i.supplier, 'supplier_incident', i.id, i.due_by, '{SUPPLIER}'::text[]
    FROM supplier_incident i
    WHERE i.state = 'RAISED'
    UNION ALL
    SELECT 'TERMS_TO_ACCEPT', w.supplier, 'agreement_terms', w.terms, NULL, '{SUPPLIER}'
    FROM waiting_terms(today) w
    UNION ALL
    -- Who has nobody to put forward says nothing: it waits until the first day, and not after.
    SELECT 'CANDIDATE_TO_PUT_FORWARD', i.supplier, 'requirement', i.requirement, u.until, '{SUPPLIER}'
    FROM requirement_invitation i
    CROSS JOIN LATERAL (SELECT invitation_waits_until(i.authority, i.id, today)) AS u(until)
    WHERE u.until IS NOT NULL;
END;

-- All of it. Exactly one of authority, region and supplier says whose a row is.
CREATE FUNCTION waiting(today date)
RETURNS TABLE (kind text, authority integer, region text, supplier uuid, about text, object uuid, due date, roles text[])
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT kind, authority, NULL::text, NULL::uuid, about, object, due, roles FROM waiting_at_authorities(today)
    UNION ALL
    SELECT kind, NULL, region, NULL, about, object, due, roles FROM waiting_in_regions(today)
    UNION ALL
    SELECT kind, NULL, NULL, supplier, about, object, due, roles FROM waiting_at_suppliers(today);
END;

GRANT EXECUTE ON FUNCTION waiting_memberships, waiting_members, waiting_agreements, waiting_terms, waiting_at_authorities,
    waiting_in_regions, waiting_at_suppliers, waiting TO accord_app;
COMMENT ON FUNCTION waiting_memberships IS 'What waits about memberships, for members and for the regions that lead';
COMMENT ON FUNCTION waiting_members IS 'Members of agreements, now or to be, each with one agreement';
COMMENT ON FUNCTION waiting_agreements IS 'What waits about joining agreements and leaving them';
COMMENT ON FUNCTION waiting_terms IS 'Terms that suppliers have still to accept, for them and for the regions that lead';
COMMENT ON FUNCTION waiting_at_authorities IS 'What waits for roles at authorities';
COMMENT ON FUNCTION waiting_in_regions IS 'What waits for regions'' administrators';
COMMENT ON FUNCTION waiting_at_suppliers IS 'What waits for suppliers';
COMMENT ON FUNCTION waiting IS 'What waits for whom: by scope as a grant has it, and the roles of which one sees to it';
COMMIT;
