-- Deploy accord:inheritance to pg
-- What successors hold of their predecessors' beyond the rows themselves: a team that a placement of their own names, the
-- trail, and what the daemon does for who holds a record today.
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

-- Who holds a body's records on a day: itself, or whoever followed it last; after a split the first of those that did.
CREATE FUNCTION holder_of(body integer, on_day date) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    holder integer := body;
    next integer := body;
BEGIN
    WHILE next IS NOT NULL LOOP
        holder := next;
        SELECT min(s.successor) INTO next FROM authority_succession s
        WHERE s.predecessor = holder AND s.succeeded_on <= on_day;
    END LOOP;
    RETURN holder;
END $$;
REVOKE ALL ON FUNCTION holder_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holder_of TO accord_directory;
COMMENT ON FUNCTION holder_of IS 'Who holds a body''s records on a day: itself, or one of its successors';

CREATE OR REPLACE FUNCTION begin_recheck(waiting uuid, action text, route text, request uuid)
RETURNS TABLE (principal uuid, role text, scope text, authority integer, authority_code text, region text, supplier uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    holder integer;
    settings text[];
BEGIN
    SELECT holder_of(r.authority, current_date) INTO holder FROM recheck r WHERE r.id = waiting AND r.done_at IS NULL;
    PERFORM require(holder IS NOT NULL, 'not_found');
    SELECT a.region, a.dfe_code INTO region, authority_code FROM authority a WHERE a.id = holder;
    principal := '00000000-0000-7000-8000-00000000acc0';
    role := 'OFFICER';
    scope := 'authority:' || holder;
    authority := holder;
    settings := ARRAY[
        set_config('accord.principal', principal::text, true),
        set_config('accord.role', role, true),
        set_config('accord.scope', scope, true),
        set_config('accord.authority', holder::text, true),
        set_config('accord.authorities', inherited_by(holder, current_date)::text, true),
        set_config('accord.region', region, true),
        set_config('accord.supplier', '', true),
        set_config('accord.action', coalesce(action, ''), true),
        set_config('accord.route', coalesce(route, ''), true),
        set_config('accord.request', coalesce(request::text, ''), true)];
    RETURN NEXT;
END $$;

-- A requirement of an authority that is no more is offered to nobody: its successors ask for themselves.
CREATE OR REPLACE FUNCTION requirements_offered()
RETURNS TABLE (id uuid, authority text, local_role text, job_type text, start_date date, planned_end_date date,
               recorded_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.id, a.dfe_code, r.local_role, r.job_type::text, r.start_date, r.planned_end_date, r.recorded_at
    FROM requirement_invitation i
    JOIN requirement r ON r.authority = i.authority AND r.id = i.requirement
    JOIN authority a ON a.id = r.authority
    WHERE current_setting('accord.role', true) = 'SUPPLIER' AND r.closed_at IS NULL
      AND i.supplier = nullif(current_setting('accord.supplier', true), '')::uuid
      AND NOT EXISTS (SELECT FROM authority_succession s
                      WHERE s.predecessor = r.authority AND s.succeeded_on <= current_date);
END $$;
CREATE OR REPLACE FUNCTION act_for_requirement(asked uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    inviting record;
BEGIN
    SELECT a.id, a.region INTO inviting
    FROM requirements_offered() o JOIN authority a ON a.dfe_code = o.authority
    WHERE o.id = asked;
    PERFORM require(inviting.id IS NOT NULL, 'not_found');
    PERFORM set_config('accord.role', 'REQUESTER', true),
            set_config('accord.authority', inviting.id::text, true),
            set_config('accord.authorities', inherited_by(inviting.id, current_date)::text, true),
            set_config('accord.region', inviting.region, true);
END $$;
COMMIT;
