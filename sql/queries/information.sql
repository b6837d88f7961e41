-- SPDX-License-Identifier: MIT

-- information_version_add(id uuid, agreement uuid, lead_region text, name text, valid_from date, wording text, recorded_at timestamptz)
INSERT INTO information_version (id, agreement, lead_region, name, valid_from, wording, recorded_at)
VALUES ($id, $agreement, $lead_region, $name, $valid_from, $wording, $recorded_at);

-- information_version_list()
SELECT id, agreement, name, valid_from AS from, wording, recorded_at FROM information_version
ORDER BY agreement, valid_from, id;

-- information_version_find(id uuid)
SELECT id FROM information_version WHERE id = $id;

-- information_given_add(id uuid, placement uuid, information uuid, stage text, given_on date, recorded_at timestamptz)
-- Of the authority that the placement is of, whoever holds it now.
INSERT INTO information_given (id, authority, placement, information, stage, given_on, recorded_at)
SELECT $id, p.authority, p.id, $information, $stage, $given_on, $recorded_at
FROM placement p
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- information_given_list(placement uuid)
-- Audited is the placement.
WITH seen AS (
    INSERT INTO audit_event (object_type, ids, outcome) VALUES ('placement', ARRAY[$placement], 'done')
)
SELECT g.id, g.placement, g.information, g.stage, g.given_on, g.recorded_at
FROM information_given g
WHERE g.placement = $placement AND g.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
ORDER BY g.given_on, g.id;

-- information_count_until(information uuid, stage text, month text, superseded_at timestamptz)
UPDATE information_count SET superseded_at = $superseded_at
WHERE information = $information AND stage = $stage AND month = ($month || '-01')::date AND superseded_at IS NULL
  AND authority = nullif(current_setting('accord.authority', true), '')::int4;

-- information_count_add(id uuid, information uuid, stage text, month text, recruits int4, given int4, recorded_at timestamptz)
INSERT INTO information_count (id, authority, information, stage, month, recruits, given, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $information, $stage, ($month || '-01')::date,
        $recruits, $given, $recorded_at);

-- information_count_list(after_id uuid, page_size int4, counted bool)
-- Newest first, of those that stand.
WITH listed AS NOT MATERIALIZED (
    SELECT c.id, a.dfe_code AS authority, c.information, c.stage, to_char(c.month, 'YYYY-MM') AS month, c.recruits, c.given,
           c.recorded_at
    FROM information_count c JOIN authority a ON a.id = c.authority
    WHERE c.superseded_at IS NULL
      AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
)
SELECT id, authority, information, stage, month, recruits, given, recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed
WHERE $after_id IS NULL OR id < $after_id
ORDER BY id DESC
LIMIT $page_size;
