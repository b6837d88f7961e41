-- Revert accord:inheritance from pg
\ir ../policies.psql
:begin
DROP FUNCTION see_as_told;
ALTER POLICY eligibility_check_add ON eligibility_check WITH CHECK (:own OR :mine AND purpose IN ('extension', 'review'));
ALTER TABLE eligibility_check DROP told_of;
DROP POLICY audit_event_see ON audit_event;
CREATE POLICY audit_event_see ON audit_event FOR SELECT TO accord_app
    USING ((SELECT current_setting('accord.role', true)) = 'AUDITOR'
           AND scope = (SELECT current_setting('accord.scope', true)));
DROP POLICY placement_add ON placement;
CREATE POLICY placement_add ON placement FOR INSERT TO accord_app WITH CHECK (:own);
DROP INDEX placement_by_team;
ALTER TABLE placement
    DROP CONSTRAINT placement_team_whole,
    DROP CONSTRAINT placement_team_fk,
    DROP team_authority,
    ADD CONSTRAINT placement_team_fk FOREIGN KEY (authority, project_team) REFERENCES project_team (authority, id);
CREATE INDEX placement_by_team ON placement (authority, project_team) WHERE project_team IS NOT NULL;
COMMENT ON INDEX placement_by_team IS 'Who is placed with a team';
COMMENT ON CONSTRAINT placement_team_fk ON placement IS 'A team of the hiring authority''s';
COMMIT;
