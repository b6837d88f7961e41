-- SPDX-License-Identifier: MIT

-- role_mapping_list()
SELECT m.id, a.dfe_code AS authority, m.local_role, m.job_type, m.substantive_notice_days, lower(m.valid) AS from,
       upper(m.valid) - 1 AS to
FROM role_mapping m JOIN authority a ON a.id = m.authority
WHERE m.superseded_at IS NULL
ORDER BY m.local_role, lower(m.valid);

-- role_mapping_end_earlier(ended_id uuid, local_role text, from_day date)
-- An open-ended mapping of the title ends the day before the new one.
WITH earlier AS (
    UPDATE role_mapping SET superseded_at = now()
    WHERE authority = nullif(current_setting('accord.authority', true), '')::int4 AND lower(local_role) = lower($local_role)
      AND superseded_at IS NULL AND upper_inf(valid) AND lower(valid) < $from_day
    RETURNING authority, local_role, job_type, substantive_notice_days, valid
)
INSERT INTO role_mapping (id, authority, local_role, job_type, substantive_notice_days, valid)
SELECT $ended_id, authority, local_role, job_type, substantive_notice_days, daterange(lower(valid), $from_day) FROM earlier;

-- role_mapping_add(id uuid, local_role text, job_type text, substantive_notice_days int4, from_day date, to_day date)
INSERT INTO role_mapping (id, authority, local_role, job_type, substantive_notice_days, valid)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $local_role, $job_type, $substantive_notice_days,
        daterange($from_day, $to_day, '[]'));
