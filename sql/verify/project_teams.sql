-- Verify accord:project_teams on pg
\ir ../policies.psql
:begin
SELECT id, authority, supplier, name, contract, start_date, recorded_at, recorded_by FROM project_team WHERE false;
SELECT id, authority, project_team, version, headcount, above_establishment, planned_exit, practice_control, recorded_at,
       recorded_by, superseded_at, recorded_version, superseded_version
FROM project_team_terms WHERE false;
SELECT id, authority, project_team, extended_from, planned_exit, reason, cost_pence, recorded_at, recorded_by
FROM project_team_extension WHERE false;
SELECT id, authority, project_team, swe_number, start_date, in_place_of, recorded_at, recorded_by, superseded_at,
       recorded_version, superseded_version
FROM project_team_worker WHERE false;
SELECT id, authority, worker, approved_on, recorded_at, recorded_by, superseded_at, recorded_version, superseded_version
FROM project_team_approval WHERE false;
SELECT id, authority, project_team, quarter, services_pence, invoice_pence, recorded_at, recorded_by, superseded_at,
       recorded_version, superseded_version
FROM project_team_cost WHERE false;
SELECT id, authority, cost, swe_number, cost_pence FROM project_team_cost_line WHERE false;
SELECT team_in_breach FROM eligibility_check WHERE false;
SELECT require(count(*) = 7, 'row security is forced') FROM pg_class
WHERE relname LIKE 'project_team%' AND relkind = 'r' AND relnamespace = 'accord'::regnamespace
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(format_type(atttypid, NULL) = 'uuid', 'a placement names a team on record') FROM pg_attribute
WHERE attrelid = 'placement'::regclass AND attname = 'project_team';
ROLLBACK;
