-- SPDX-License-Identifier: MIT

-- leaver_statement_supersede(month text, none bool, superseded_at timestamptz)
-- What the month was stated to be, where that was something else; the same again meets the constraint.
UPDATE leaver_statement SET superseded_at = $superseded_at
WHERE authority = nullif(current_setting('accord.authority', true), '')::int4 AND month = ($month || '-01')::date
  AND superseded_at IS NULL AND none <> $none;

-- leaver_statement_add(id uuid, month text, none bool, recorded_at timestamptz)
INSERT INTO leaver_statement (id, authority, month, none, recorded_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, ($month || '-01')::date, $none, $recorded_at);

-- leaver_statement_holds(month text, none bool)
-- None can be stated only where none is on record.
SELECT require(NOT $none OR NOT EXISTS (
    SELECT FROM employment e
    WHERE e.authority = nullif(current_setting('accord.authority', true), '')::int4 AND e.superseded_at IS NULL
      AND e.basis IN ('SUBSTANTIVE', 'FIXED_TERM')
      AND e.last_day >= ($month || '-01')::date AND e.last_day < ($month || '-01')::date + interval '1 month'),
    'month_has_leavers');

-- leaver_statement_list(after_id uuid, page_size int4, counted bool)
WITH listed AS NOT MATERIALIZED (
    SELECT l.id, l.authority, l.month, l.none, l.recorded_at
    FROM leaver_statement l
    WHERE l.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AND l.superseded_at IS NULL
)
SELECT l.id, a.dfe_code AS authority, to_char(l.month, 'YYYY-MM') AS month, l.none, l.recorded_at,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed l JOIN authority a ON a.id = l.authority
WHERE $after_id IS NULL OR l.id < $after_id
ORDER BY l.id DESC
LIMIT $page_size;
