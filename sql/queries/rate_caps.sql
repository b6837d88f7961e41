-- SPDX-License-Identifier: MIT

-- rate_cap_list(agreement uuid, job_types text[], status text, sort text, after_place int8, after_id uuid, page_size int4, counted bool)
-- By place, then as they were recorded, the latest first.
WITH listed AS NOT MATERIALIZED (
    SELECT c.id, c.agreement, c.lead_region, c.job_type, c.band, c.pay_type, c.coverage, c.cap_pence, c.effective_from,
           c.effective_to, c.status, c.source,
           (CASE $sort WHEN 'effective_from' THEN DATE 'epoch' - c.effective_from
                       WHEN '-effective_from' THEN c.effective_from - DATE 'epoch'
                       WHEN 'cap_pence' THEN -c.cap_pence
                       WHEN '-cap_pence' THEN c.cap_pence ELSE 0 END)::int8 AS place
    FROM rate_cap c
    WHERE c.superseded_at IS NULL AND ($agreement IS NULL OR c.agreement = $agreement)
      AND ($job_types IS NULL OR c.job_type = ANY ($job_types)) AND ($status IS NULL OR c.status = $status)
)
SELECT c.id, c.agreement, a.name AS agreement_name, c.lead_region, c.job_type, c.band, c.pay_type, c.coverage, c.cap_pence,
       c.effective_from, c.effective_to, c.status, c.source, c.place,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM listed c JOIN agreement a ON a.id = c.agreement
WHERE $after_id IS NULL OR (c.place, c.id) < ($after_place, $after_id)
ORDER BY c.place DESC, c.id DESC
LIMIT $page_size;

-- rate_cap_get(id uuid)
SELECT c.id, c.agreement, a.name AS agreement_name, c.lead_region, c.job_type, c.band, c.pay_type, c.coverage, c.cap_pence,
       c.effective_from, c.effective_to, c.status, c.source
FROM rate_cap c JOIN agreement a ON a.id = c.agreement
WHERE c.id = $id AND c.superseded_at IS NULL;

-- rate_cap_end_earlier(ended_id uuid, agreement uuid, job_type text, band text, pay_type text, effective_from date)
-- An open-ended published cap for the same key ends the day before the new one: superseded by a copy with a last day.
WITH earlier AS (
    UPDATE rate_cap SET superseded_at = now()
    WHERE agreement = $agreement AND job_type = $job_type AND coalesce(band, '') = coalesce($band, '')
      AND pay_type = $pay_type AND status = 'PUBLISHED' AND superseded_at IS NULL AND effective_to IS NULL
      AND effective_from < $effective_from
    RETURNING agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from, status, source
)
INSERT INTO rate_cap (id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from, effective_to,
                      status, source)
SELECT $ended_id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from, $effective_from - 1,
       status, source
FROM earlier;

-- rate_cap_add(id uuid, agreement uuid, job_type text, band text, pay_type text, coverage text, cap_pence int8, effective_from date, effective_to date, status text, source text)
INSERT INTO rate_cap (id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from, effective_to,
                      status, source)
SELECT $id, a.id, a.lead_region, $job_type, $band, $pay_type, $coverage, $cap_pence, $effective_from, $effective_to, $status,
       $source
FROM agreement a WHERE a.id = $agreement;

-- rate_cap_effect(id uuid)
SELECT placements, over_cap, authorities, not_comparable FROM cap_effect($id);
