-- Deploy accord:audit to pg
-- One event a request, in the transaction of what it tells of. Append-only for the application. Who and what for come
-- from the identity that begin_as set, so that no statement can claim another.
\ir ../policies.psql
:begin

CREATE TABLE audit_event (
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid NOT NULL DEFAULT nullif(current_setting('accord.request', true), '')::uuid,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    scope text NOT NULL DEFAULT current_setting('accord.scope', true),
    authority integer DEFAULT nullif(current_setting('accord.authority', true), '')::integer,
    region text DEFAULT nullif(current_setting('accord.region', true), ''),
    principal uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    role role NOT NULL DEFAULT nullif(current_setting('accord.role', true), ''),
    action text NOT NULL DEFAULT nullif(current_setting('accord.action', true), ''),
    route text NOT NULL DEFAULT nullif(current_setting('accord.route', true), ''),
    object_type text,
    ids uuid[] NOT NULL DEFAULT '{}',
    outcome text NOT NULL,
    CONSTRAINT audit_event_pk PRIMARY KEY (at, id)
) PARTITION BY RANGE (at);
CREATE INDEX audit_event_by_scope ON audit_event (scope, at);
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_event_owner ON audit_event TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY audit_event_reader ON audit_event FOR SELECT TO accord_audit USING (true);
CREATE POLICY audit_event_add ON audit_event FOR INSERT TO accord_app
    WITH CHECK (principal = (SELECT nullif(current_setting('accord.principal', true), ''))::uuid
                AND scope = (SELECT current_setting('accord.scope', true))
                AND role = (SELECT current_setting('accord.role', true))
                AND authority IS NOT DISTINCT FROM
                    (SELECT nullif(current_setting('accord.authority', true), ''))::integer
                AND region IS NOT DISTINCT FROM (SELECT nullif(current_setting('accord.region', true), ''))
                AND transaction = (SELECT pg_current_xact_id()));
CREATE POLICY audit_event_see ON audit_event FOR SELECT TO accord_app
    USING ((SELECT current_setting('accord.role', true)) = 'AUDITOR'
           AND scope = (SELECT current_setting('accord.scope', true)));
GRANT INSERT, SELECT ON audit_event TO accord_app;
GRANT SELECT ON audit_event TO accord_audit;

-- Makes a month's partition, if it is not there. Nobody but the owner reaches one other than through the parent.
CREATE FUNCTION audit_partition(month date) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    first date := date_trunc('month', month);
    name text := 'audit_event_' || to_char(first, 'YYYYMM');
BEGIN
    IF to_regclass('accord.' || name) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE accord.%I PARTITION OF accord.audit_event FOR VALUES FROM (%L) TO (%L)', name, first,
                   (first + interval '1 month')::date);
    EXECUTE format('ALTER TABLE accord.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY %I ON accord.%I TO accord_owner USING (true) WITH CHECK (true)', name || '_owner', name);
    EXECUTE format('COMMENT ON TABLE accord.%I IS %L', name, 'Audit events of ' || to_char(first, 'YYYY-MM'));
END $$;
COMMENT ON FUNCTION audit_partition IS 'Makes the audit trail''s partition of a month';
DO $$
BEGIN
    PERFORM audit_partition((date '2026-01-01' + make_interval(months => m))::date) FROM generate_series(0, 47) AS m;
END $$;

-- What no month's partition takes still is kept.
CREATE TABLE audit_event_rest PARTITION OF audit_event DEFAULT;
ALTER TABLE audit_event_rest ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY audit_event_rest_owner ON audit_event_rest TO accord_owner USING (true) WITH CHECK (true);
COMMENT ON TABLE audit_event_rest IS 'Audit events for which no month has been made';

COMMENT ON TABLE audit_event IS 'Who did or saw what, and what was refused: one event a request, ids only';
COMMIT;
