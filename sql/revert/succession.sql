-- Revert accord:succession from pg
\ir ../policies.psql
:begin
DROP FUNCTION standing_of, inherited_by;
-- The authorities that a body counts as on a day: itself, its successors (each of them, after a split), and what
-- these serve. Most have neither, which is answered without a recursion.
CREATE FUNCTION standing_of(body integer, on_day date) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = body AND s.succeeded_on <= on_day)
       AND NOT EXISTS (SELECT FROM delivery_body d WHERE d.body = standing_of.body AND d.valid @> on_day) THEN
        RETURN ARRAY[body];
    END IF;
    RETURN ARRAY(
        WITH RECURSIVE line(a) AS (
            SELECT body
            UNION
            SELECT s.successor FROM line JOIN authority_succession s ON s.predecessor = line.a
            WHERE s.succeeded_on <= on_day
        )
        SELECT a FROM line
        UNION
        SELECT d.serves FROM line JOIN delivery_body d ON d.body = line.a AND d.valid @> on_day);
END $$;
COMMENT ON FUNCTION standing_of
    IS 'The authorities that a body counts as on a day: itself, successors, what it serves';

-- The authorities whose records a body holds: itself and, transitively, its predecessors.
CREATE FUNCTION inherited_by(body integer, on_day date) RETURNS integer[]
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
            WHERE s.succeeded_on <= on_day
        )
        SELECT a FROM line);
END $$;
COMMENT ON FUNCTION inherited_by
    IS 'The authorities whose records a body holds on a day: itself and its predecessors';
GRANT EXECUTE ON FUNCTION standing_of, inherited_by TO accord_app, accord_directory;
DROP TRIGGER delivery_body_stamp ON delivery_body;
DROP TRIGGER authority_succession_stamp ON authority_succession;
ALTER TABLE delivery_body DROP recorded_at, DROP superseded_at, DROP recorded_version, DROP superseded_version;
ALTER TABLE authority_succession DROP recorded_at, DROP recorded_version;
COMMIT;
