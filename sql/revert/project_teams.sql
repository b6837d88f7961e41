-- Revert accord:project_teams from pg
\ir ../policies.psql
:begin
DROP INDEX placement_by_team;
ALTER TABLE placement DROP CONSTRAINT placement_team_fk, ALTER project_team TYPE text USING NULL;
ALTER TABLE eligibility_check DROP team_in_breach;
DROP TABLE project_team_cost_line, project_team_cost, project_team_approval, project_team_worker, project_team_extension,
           project_team_terms, project_team;
DROP DOMAIN practice_control;
COMMIT;
