-- Deploy accord:succession to pg
-- Successions and delivery bodies come on record at a version of the rules, so that a check that was told before is
-- replayed without them. A succession is law and is never withdrawn; a delivery body's days may be put right.
\ir ../policies.psql
:begin

ALTER TABLE authority_succession
    ADD recorded_at timestamptz NOT NULL DEFAULT now(),
    ADD recorded_version bigint NOT NULL DEFAULT 0;
ALTER TABLE delivery_body
    ADD recorded_at timestamptz NOT NULL DEFAULT now(),
    ADD superseded_at timestamptz,
    ADD recorded_version bigint NOT NULL DEFAULT 0,
    ADD superseded_version bigint;
CREATE TRIGGER authority_succession_stamp BEFORE INSERT ON authority_succession
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();
CREATE TRIGGER delivery_body_stamp BEFORE INSERT OR UPDATE ON delivery_body
    FOR EACH ROW EXECUTE FUNCTION rules_stamp();

-- The authorities that a body counts as on a day: itself, its successors (each of them, after a split), and what
-- these serve, on that day or on another; as on record at a version of the rules, or now. Most have neither, which is
-- answered without a recursion.
CREATE FUNCTION standing_of(body integer, on_day date, rules_as_of bigint DEFAULT NULL, served_on date DEFAULT NULL)
RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = body AND s.succeeded_on <= on_day)
       AND NOT EXISTS (SELECT FROM delivery_body d
                       WHERE d.body = standing_of.body AND d.valid @> coalesce(served_on, on_day)) THEN
        RETURN ARRAY[body];
    END IF;
    RETURN ARRAY(
        WITH RECURSIVE line(a) AS (
            SELECT body
            UNION
            SELECT s.successor FROM line JOIN authority_succession s ON s.predecessor = line.a
            WHERE s.succeeded_on <= on_day AND on_record(s.recorded_version, NULL, rules_as_of)
        )
        SELECT a FROM line
        UNION
        SELECT d.serves FROM line JOIN delivery_body d ON d.body = line.a AND d.valid @> coalesce(served_on, on_day)
        WHERE on_record(d.recorded_version, d.superseded_version, rules_as_of)
        ORDER BY 1);
END $$;
COMMENT ON FUNCTION standing_of
    IS 'The authorities that a body counts as on a day: itself, successors, what it serves';

-- The authorities whose records a body holds: itself and, transitively, its predecessors.
CREATE FUNCTION inherited_by(body integer, on_day date, rules_as_of bigint DEFAULT NULL) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM authority_succession s WHERE s.successor = body AND s.succeeded_on <= on_day) THEN
        RETURN ARRAY[body];
    END IF;
    RETURN ARRAY(
        WITH RECURSIVE line(a) AS (
            SELECT body
            UNION
            SELECT s.predecessor FROM line JOIN authority_succession s ON s.successor = line.a
            WHERE s.succeeded_on <= on_day AND on_record(s.recorded_version, NULL, rules_as_of)
        )
        SELECT a FROM line ORDER BY 1);
END $$;
COMMENT ON FUNCTION inherited_by
    IS 'The authorities whose records a body holds on a day: itself and its predecessors';

-- In one order whatever the plan: a check's digest is over what these give.
CREATE FUNCTION regions_of(authorities integer[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT a.region FROM authority a WHERE a.id = ANY (authorities) ORDER BY a.region);
END $$;
COMMENT ON FUNCTION regions_of IS 'The regions in which authorities lie';
GRANT EXECUTE ON FUNCTION standing_of, inherited_by, regions_of TO accord_app, accord_directory;

COMMENT ON COLUMN authority_succession.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN authority_succession.recorded_version IS 'The version at which this came on record; 0: before versions were kept';
COMMENT ON COLUMN delivery_body.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN delivery_body.superseded_at IS 'When it was put right; none while it stands';
COMMENT ON COLUMN delivery_body.recorded_version IS 'The version at which this came on record; 0: before versions were kept';
COMMENT ON COLUMN delivery_body.superseded_version IS 'The version at which this fell away; none while it stands';
COMMIT;
