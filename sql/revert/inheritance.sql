-- Revert accord:inheritance from pg
\ir ../policies.psql
:begin
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
      AND i.supplier = nullif(current_setting('accord.supplier', true), '')::uuid;
END $$;
CREATE OR REPLACE FUNCTION act_for_requirement(asked uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    inviting record;
BEGIN
    SELECT r.authority, a.region INTO inviting
    FROM requirement_invitation i
    JOIN requirement r ON r.authority = i.authority AND r.id = i.requirement
    JOIN authority a ON a.id = r.authority
    WHERE r.id = asked AND r.closed_at IS NULL AND current_setting('accord.role', true) = 'SUPPLIER'
      AND i.supplier = nullif(current_setting('accord.supplier', true), '')::uuid;
    PERFORM require(inviting.authority IS NOT NULL, 'not_found');
    PERFORM set_config('accord.role', 'REQUESTER', true),
            set_config('accord.authority', inviting.authority::text, true),
            set_config('accord.authorities', inherited_by(inviting.authority, current_date)::text, true),
            set_config('accord.region', inviting.region, true);
END $$;
CREATE OR REPLACE FUNCTION begin_recheck(waiting uuid, action text, route text, request uuid)
RETURNS TABLE (principal uuid, role text, scope text, authority integer, authority_code text, region text, supplier uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    holder integer;
    settings text[];
BEGIN
    SELECT coalesce((SELECT min(s.successor) FROM authority_succession s
                     WHERE s.predecessor = r.authority AND s.succeeded_on <= current_date), r.authority)
    INTO holder FROM recheck r WHERE r.id = waiting AND r.done_at IS NULL;
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
DROP FUNCTION holder_of;
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
