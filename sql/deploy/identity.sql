-- Deploy accord:identity to pg
-- Who a batch is sent for.
\ir ../policies.psql
:begin

-- First statement of every batch. Every setting is local to the batch's transaction. A NULL hash is nobody. As every
-- request pays for it, it runs one query, and the rest as expressions, which need no plan of their own. `writes`:
-- whether the route may change something that who has left may not.
CREATE FUNCTION begin_as(token_hash bytea, roles text[], action text, route text, request uuid,
                         writes boolean DEFAULT false)
RETURNS TABLE (principal uuid, role text, scope text, authority integer, authority_code text, region text, supplier uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    held record;
    today date := (now() AT TIME ZONE 'Europe/London')::date;
    authorities integer[] := '{}';
    settings text[];
BEGIN
    IF token_hash IS NULL THEN
        PERFORM set_config(s, '', true)
        FROM unnest(ARRAY['accord.principal', 'accord.role', 'accord.scope', 'accord.authority', 'accord.authorities',
                          'accord.region', 'accord.supplier', 'accord.action', 'accord.route', 'accord.request']) AS s;
        RETURN;
    END IF;
    SELECT t.expires_at, t.revoked_at, g.principal, g.role::text, g.authority, g.region, g.supplier, g.superseded_at,
           g.valid, a.region AS authority_region, a.dfe_code, d.left_on, d.reads_until,
           EXISTS (SELECT FROM authority_succession s
                   WHERE s.successor = g.authority AND s.succeeded_on <= today) AS inherits
    INTO held
    FROM token t
    JOIN role_grant g ON g.id = t.role_grant
    LEFT JOIN authority a ON a.id = g.authority
    LEFT JOIN departure d ON d.authority = g.authority AND d.superseded_at IS NULL
    WHERE t.hash = token_hash;
    IF held.principal IS NULL OR held.revoked_at IS NOT NULL OR held.superseded_at IS NOT NULL THEN
        PERFORM require(false, 'token_invalid');
    ELSIF (held.expires_at > now() AND held.valid @> today) IS NOT TRUE OR held.reads_until < today THEN
        PERFORM require(false, 'token_expired');
    ELSIF roles IS NOT NULL AND (held.role = ANY (roles)) IS NOT TRUE THEN
        PERFORM require(false, 'forbidden');
    ELSIF writes AND held.left_on < today THEN
        PERFORM require(false, 'authority_has_left');
    END IF;
    principal := held.principal;
    role := held.role;
    authority := held.authority;
    authority_code := held.dfe_code;
    supplier := held.supplier;
    IF authority IS NOT NULL THEN
        scope := 'authority:' || authority;
        authorities := CASE WHEN held.inherits THEN inherited_by(authority, today) ELSE ARRAY[authority] END;
        region := held.authority_region;
    ELSIF held.region IS NOT NULL THEN
        scope := 'region:' || held.region;
        region := held.region;
    ELSE
        scope := 'supplier:' || supplier;
    END IF;
    settings := ARRAY[
        set_config('accord.principal', principal::text, true),
        set_config('accord.role', role, true),
        set_config('accord.scope', scope, true),
        set_config('accord.authority', coalesce(authority::text, ''), true),
        set_config('accord.authorities', authorities::text, true),
        set_config('accord.region', coalesce(region, ''), true),
        set_config('accord.supplier', coalesce(supplier::text, ''), true),
        set_config('accord.action', coalesce(action, ''), true),
        set_config('accord.route', coalesce(route, ''), true),
        set_config('accord.request', coalesce(request::text, ''), true)];
    RETURN NEXT;
END $$;
ALTER FUNCTION begin_as OWNER TO accord_directory;
REVOKE ALL ON FUNCTION begin_as FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_as TO accord_app, accord_owner;
COMMENT ON FUNCTION begin_as IS 'Sets the identity of one batch from a token''s hash, or raises token_invalid, '
    'token_expired, forbidden, or authority_has_left where it would write';
COMMIT;
