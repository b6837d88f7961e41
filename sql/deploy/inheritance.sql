-- Deploy accord:inheritance to pg
-- What successors hold of their predecessors' beyond the rows themselves: a team that a placement of their own names, the
-- trail, and replays of each other's checks.
\ir ../policies.psql
\set held '(SELECT nullif(current_setting(''accord.authorities'', true), ''''))::int[]'
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

-- Of a predecessor's placement each successor asks with what it holds besides: its own references and exceptions. A check
-- keeps whose records it was told of, and a replay is told of the same, whoever holds the check: the rest of the batch sees
-- them, and shows none.
ALTER TABLE eligibility_check
    ADD told_of integer[] DEFAULT nullif(current_setting('accord.authorities', true), '')::int[];
ALTER POLICY eligibility_check_add ON eligibility_check
    WITH CHECK ((:own OR :mine AND purpose IN ('extension', 'review')) AND (told_of IS NULL OR told_of <@ :held));
GRANT SELECT (told_of) ON eligibility_check TO accord_directory;
CREATE FUNCTION see_as_told(replayed uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    told integer[];
BEGIN
    SELECT c.told_of INTO told FROM eligibility_check c
    WHERE c.id = replayed AND c.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int[]);
    PERFORM require(FOUND, 'not_found');
    IF told IS NOT NULL THEN
        PERFORM set_config('accord.authorities', told::text, true);
    END IF;
END $$;
ALTER FUNCTION see_as_told OWNER TO accord_directory;
REVOKE ALL ON FUNCTION see_as_told FROM PUBLIC;
GRANT EXECUTE ON FUNCTION see_as_told TO accord_app;
COMMENT ON FUNCTION see_as_told IS 'Lets the rest of one batch see the records that a check of the caller''s was told of';
COMMENT ON COLUMN eligibility_check.told_of
    IS 'The authorities whose records it was told of: what the asking one held; none in checks before this was kept';
COMMIT;
