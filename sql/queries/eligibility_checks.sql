-- SPDX-License-Identifier: MIT

-- eligibility_check_add(id uuid, placement uuid, swe_number text, purpose text, checked_at timestamptz, start_date date, asked jsonb, ruleset text, facts_version int8, facts_digest bytea, outcome text, earliest_start_date date, not_checked text[], findings jsonb, hirer int4, checked_on date, rules_version int8, silent_authorities int4, rules_asked text[], team_in_breach int4)
-- The caller's authority's; of a placement that is asked again, the placement's.
INSERT INTO eligibility_check (id, authority, swe_number, purpose, checked_at, start_date, asked, ruleset, facts_version,
                               facts_digest, outcome, earliest_start_date, not_checked, findings, hirer, checked_on,
                               rules_version, silent_authorities, rules_asked, team_in_breach)
VALUES ($id,
        coalesce((SELECT p.authority FROM placement p
                  WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
                 nullif(current_setting('accord.authority', true), '')::int4), $swe_number, $purpose, $checked_at, $start_date, $asked, $ruleset, $facts_version, $facts_digest,
        $outcome, $earliest_start_date, $not_checked, $findings, $hirer, $checked_on, $rules_version, $silent_authorities,
        $rules_asked, $team_in_breach);

-- eligibility_check_get(id uuid)
WITH page AS MATERIALIZED (
    SELECT c.id, a.dfe_code AS authority, c.swe_number, c.checked_at, c.start_date, c.purpose, c.ruleset, c.outcome,
           c.earliest_start_date, c.not_checked, c.findings, encode(c.facts_digest, 'hex') AS facts_digest
    FROM eligibility_check c JOIN authority a ON a.id = c.authority
    WHERE c.id = $id
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'eligibility_check', array_agg(id), 'done' FROM page HAVING count(*) > 0
)
SELECT id, authority, swe_number, checked_at, start_date, purpose, ruleset, outcome, earliest_start_date, not_checked, findings,
       facts_digest
FROM page;

-- eligibility_check_list(after_id uuid, page_size int4, counted bool)
-- Newest first; page_size is one more than is shown, and audited.
WITH page AS MATERIALIZED (
    SELECT c.id, a.dfe_code AS authority, c.swe_number, c.checked_at, c.start_date, c.purpose, c.ruleset, c.outcome,
           c.earliest_start_date, c.not_checked, c.findings, encode(c.facts_digest, 'hex') AS facts_digest
    FROM unnest(nullif(current_setting('accord.authorities', true), '')::int4[]) AS mine(authority)
    JOIN authority a ON a.id = mine.authority
    CROSS JOIN LATERAL (
        SELECT o.id, o.swe_number, o.checked_at, o.start_date, o.purpose, o.ruleset, o.outcome, o.earliest_start_date,
               o.not_checked, o.findings, o.facts_digest
        FROM eligibility_check o
        WHERE o.authority = mine.authority AND ($after_id IS NULL OR o.id < $after_id)
        ORDER BY o.id DESC
        LIMIT $page_size) c
    ORDER BY c.id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'eligibility_check', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, authority, swe_number, checked_at, start_date, purpose, ruleset, outcome, earliest_start_date, not_checked, findings,
       facts_digest, (SELECT count(*) FROM eligibility_check WHERE $counted
                        AND authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])) AS total
FROM page ORDER BY id DESC;

-- see_as_told(id uuid)
-- From here on the batch sees what the check was told of.
SELECT see_as_told($id);

-- eligibility_check_kept(id uuid)
-- What a check was asked, of which versions, and what it found: for its replay. In the order of findings as they were kept.
WITH page AS MATERIALIZED (
    SELECT c.id, c.checked_at, c.checked_on, c.hirer, c.asked::text AS asked, c.facts_version, c.rules_version,
           facts_erased(c.swe_number, c.facts_version) AS facts_erased,
           c.silent_authorities, c.team_in_breach, c.rules_asked, c.findings, encode(c.facts_digest, 'hex') AS facts_digest
    FROM eligibility_check c
    WHERE c.id = $id AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'eligibility_check', array_agg(id), 'done' FROM page HAVING count(*) > 0
)
SELECT id, checked_at, checked_on, hirer, asked, facts_version, rules_version, facts_erased, silent_authorities, team_in_breach, rules_asked, findings,
       facts_digest
FROM page;
