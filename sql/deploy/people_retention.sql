-- Deploy accord:people_retention to pg
-- People who hold nothing any more: first their address goes, and, once no record and no event names them, they themselves.
-- Which columns name people is read from the catalogue, so that none is forgotten.
\ir ../policies.psql
:begin

-- Their own rows, which go with them, are no reason to keep them.
CREATE FUNCTION columns_naming_people() RETURNS TABLE (rel regclass, col name)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT c.oid::regclass, a.attname
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND a.atttypid = 'uuid'::regtype AND a.attname ~ '^(principal|person|.*_by)$'
      AND c.relname NOT IN ('principal', 'principal_contact', 'reminder', 'role_grant', 'token')
    ORDER BY c.relname = 'audit_event', c.relname, a.attname;
END $$;

-- Whose last grant ended before a day; of who never had one, who came on record before it.
CREATE FUNCTION people_without_grant(since date) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT p.id FROM principal p LEFT JOIN role_grant g ON g.principal = p.id
        WHERE p.kind = 'PERSON'
        GROUP BY p.id
        HAVING max(CASE WHEN g.id IS NULL THEN (p.recorded_at AT TIME ZONE 'Europe/London')::date
                        ELSE coalesce(least(upper(g.valid) - 1, (g.superseded_at AT TIME ZONE 'Europe/London')::date),
                                      'infinity') END) < since
        ORDER BY p.id);
END $$;

-- Those of whom nothing is left: no record, no event, and nothing that they did for somebody who stays.
CREATE FUNCTION people_unnamed(people uuid[]) RETURNS uuid[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
    named uuid[];
BEGIN
    FOR part IN SELECT c.rel, c.col FROM columns_naming_people() c LOOP
        EXIT WHEN people = '{}';
        EXECUTE format('SELECT array_agg(DISTINCT %1$I) FROM %2$s WHERE %1$I = ANY ($1)', part.col, part.rel)
        INTO named USING people;
        people := ARRAY(SELECT unnest(people) EXCEPT SELECT unnest(named));
    END LOOP;
    LOOP
        SELECT array_agg(s.named) INTO named
        FROM (SELECT p.id, p.recorded_by FROM principal p
              UNION ALL
              SELECT g.principal, unnest(ARRAY[g.recorded_by, g.ended_by]) FROM role_grant g
              UNION ALL
              SELECT g.principal, unnest(ARRAY[t.created_by, t.revoked_by])
              FROM token t JOIN role_grant g ON g.id = t.role_grant) AS s(person, named)
        WHERE s.named = ANY (people) AND s.person <> ALL (people);
        EXIT WHEN named IS NULL;
        people := ARRAY(SELECT unnest(people) EXCEPT SELECT unnest(named));
    END LOOP;
    RETURN people;
END $$;

-- Whose rows of which kind have been kept for long enough.
CREATE FUNCTION people_expired(today date) RETURNS TABLE (kind text, people uuid[])
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT k.kind, CASE k.kind
        WHEN 'CONTACT' THEN ARRAY(SELECT c.principal FROM principal_contact c
                                  WHERE c.principal = ANY (people_without_grant(k.since)))
        WHEN 'PERSON' THEN people_unnamed(people_without_grant(k.since))
        ELSE ARRAY(SELECT m.principal FROM reminder m WHERE m.tried_at < k.since) END
    FROM (SELECT r.kind::text, (today - make_interval(months => r.months))::date AS since
          FROM retention r WHERE r.kind IN ('CONTACT', 'PERSON', 'REMINDER')) k
    ORDER BY k.kind;
END $$;

CREATE FUNCTION people_preview(today date) RETURNS TABLE (kind text, rows bigint)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT e.kind, cardinality(e.people)::bigint FROM people_expired(today) e;
END $$;

-- How much was removed. Who is being granted something meanwhile is waited for, and stays.
CREATE FUNCTION purge_people(today date) RETURNS bigint
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
    removed bigint := 0;
BEGIN
    PERFORM FROM principal p WHERE p.id = ANY (people_without_grant(today)) ORDER BY p.id FOR UPDATE;
    FOR part IN SELECT e.kind, e.people FROM people_expired(today) e LOOP
        INSERT INTO tombstone (authority, region, kind, rule, removed)
        SELECT p.authority, p.region, CASE part.kind WHEN 'CONTACT' THEN 'principal_contact'
                                                     WHEN 'PERSON' THEN 'principal' ELSE 'reminder' END,
               part.kind, count(*)
        FROM principal p WHERE p.id = ANY (part.people)
        GROUP BY p.authority, p.region;
        DELETE FROM reminder m WHERE m.principal = ANY (part.people) AND part.kind IN ('PERSON', 'REMINDER');
        DELETE FROM principal_contact c WHERE c.principal = ANY (part.people) AND part.kind IN ('PERSON', 'CONTACT');
        IF part.kind = 'PERSON' THEN
            DELETE FROM token t USING role_grant g WHERE g.id = t.role_grant AND g.principal = ANY (part.people);
            DELETE FROM role_grant g WHERE g.principal = ANY (part.people);
            DELETE FROM principal p WHERE p.id = ANY (part.people);
        END IF;
        removed := removed + cardinality(part.people);
    END LOOP;
    RETURN removed;
END $$;

-- What is removed stays in no statistics either.
ALTER TABLE principal ALTER name SET STATISTICS 0, ALTER post SET STATISTICS 0;
ALTER TABLE principal_contact ALTER work_email SET STATISTICS 0;
ALTER TABLE token ALTER label SET STATISTICS 0;

COMMENT ON FUNCTION columns_naming_people IS 'Columns that say who did something';
COMMENT ON FUNCTION people_without_grant IS 'People who have held no grant since a day';
COMMENT ON FUNCTION people_unnamed IS 'Those of some people whom no record, no event and nobody else''s grants name';
COMMENT ON FUNCTION people_expired IS 'The people of whose rows each kind has been kept for long enough';
COMMENT ON FUNCTION people_preview IS 'Of how many people a purge would remove rows of each kind';
COMMENT ON FUNCTION purge_people IS 'Removes what has been kept of people for long enough; of how many';
COMMIT;
