-- Deploy accord:inheritance to pg
-- What successors hold of their predecessors' beyond the rows themselves: a team that a placement of their own names, and
-- the trail.
\ir ../policies.psql
\set held_team 'team_' :mine
:begin

-- A placement's team is of the hiring authority, or of one that it followed.
ALTER TABLE placement ADD team_authority integer;
UPDATE placement SET team_authority = authority WHERE project_team IS NOT NULL;
ALTER TABLE placement
    DROP CONSTRAINT placement_team_fk,
    ADD CONSTRAINT placement_team_fk FOREIGN KEY (team_authority, project_team) REFERENCES project_team (authority, id),
    ADD CONSTRAINT placement_team_whole CHECK ((project_team IS NULL) = (team_authority IS NULL));
DROP POLICY placement_add ON placement;
CREATE POLICY placement_add ON placement FOR INSERT TO accord_app
    WITH CHECK (:own AND (team_authority IS NULL OR :held_team));
DROP INDEX placement_by_team;
CREATE INDEX placement_by_team ON placement (team_authority, project_team) WHERE project_team IS NOT NULL;
COMMENT ON COLUMN placement.team_authority IS 'Whose team it is: the hiring authority''s, or one''s that it followed';
COMMENT ON INDEX placement_by_team IS 'Who is placed with a team';
COMMENT ON CONSTRAINT placement_team_fk ON placement IS 'A team of the hiring authority''s, or one that it inherited';
COMMENT ON CONSTRAINT placement_team_whole ON placement IS 'A team, and whose it is';

-- Who reads the trail reads that of the authorities whose records it holds.
DROP POLICY audit_event_see ON audit_event;
CREATE POLICY audit_event_see ON audit_event FOR SELECT TO accord_app
    USING ((SELECT current_setting('accord.role', true)) = 'AUDITOR'
           AND (scope = (SELECT current_setting('accord.scope', true))
                OR scope = ANY (ARRAY(
                    SELECT 'authority:' || held.authority
                    FROM unnest((SELECT nullif(current_setting('accord.authorities', true), ''))::int[]) AS held(authority)))));
COMMIT;
