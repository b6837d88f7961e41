-- The project team that a worker comes with, for the rules (facts.sql). SPDX-License-Identifier: MIT

-- project_team_of(project_team uuid, swe_number text, start_date date, rules_as_of int8, in_breach int4)
-- No row where the hirer has no such team. The worker begins on the start that is asked about, the others when it was said
-- that they would. Costs are split where the latest statement gives each worker's and other services', and these make the
-- invoice. Breaches have no versions: as a check has kept their number, or as they are.
WITH named AS (
    SELECT w.swe_number, v.approved_on,
           CASE WHEN w.swe_number = $swe_number THEN $start_date ELSE w.start_date END AS begins
    FROM project_team_worker w
    LEFT JOIN project_team_approval v ON v.authority = w.authority AND v.worker = w.id
         AND on_record(v.recorded_version, v.superseded_version, $rules_as_of)
    WHERE w.project_team = $project_team
      AND w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND on_record(w.recorded_version, w.superseded_version, $rules_as_of)
)
SELECT (SELECT count(*) FROM named)::int4 AS workers,
       (SELECT count(*) FROM named WHERE approved_on < begins)::int4 AS approved_before_start,
       EXISTS (SELECT FROM named WHERE swe_number = $swe_number AND approved_on < begins) AS worker_approved,
       coalesce(s.split, false) AS costs_split,
       t.practice_control = 'AUTHORITY' AS practice_control,
       coalesce($in_breach,
                (SELECT count(DISTINCT p.swe_number) FROM placement p
                 JOIN breach b ON b.authority = p.authority AND b.placement = p.id
                 WHERE p.team_authority = o.authority AND p.project_team = o.id AND p.swe_number <> $swe_number
                   AND b.resolved_on IS NULL
                   AND b.rule IN ('COOL_OFF', 'EXPERIENCE', 'REFERENCES', 'PRICE_CAP', 'NOTICE')))::int4 AS in_breach
FROM project_team o
JOIN project_team_terms t ON t.authority = o.authority AND t.project_team = o.id
     AND on_record(t.recorded_version, t.superseded_version, $rules_as_of)
LEFT JOIN LATERAL (
    SELECT count(l.id) > 0 AND coalesce(sum(l.cost_pence), 0) + c.services_pence = c.invoice_pence AS split
    FROM project_team_cost c
    LEFT JOIN project_team_cost_line l ON l.authority = c.authority AND l.cost = c.id
    WHERE c.authority = o.authority AND c.project_team = o.id
      AND on_record(c.recorded_version, c.superseded_version, $rules_as_of)
    GROUP BY c.authority, c.id
    ORDER BY c.quarter DESC LIMIT 1) s ON true
WHERE o.id = $project_team AND o.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);
