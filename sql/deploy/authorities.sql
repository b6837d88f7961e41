-- Deploy accord:authorities to pg
-- Public reference: everybody who has signed in may read it, migrations alone write it.
\ir ../policies.psql
:begin

CREATE TABLE region (
    name text CONSTRAINT region_pk PRIMARY KEY,
    gss_code text NOT NULL CONSTRAINT region_gss_once UNIQUE
);

CREATE TABLE authority (
    id integer CONSTRAINT authority_pk PRIMARY KEY,
    name text NOT NULL CONSTRAINT authority_name_once UNIQUE,
    dfe_code text NOT NULL CONSTRAINT authority_dfe_code_once UNIQUE
        CONSTRAINT authority_dfe_code_form CHECK (dfe_code ~ '^[0-9]{3}$'),
    region text NOT NULL CONSTRAINT authority_region_fk REFERENCES region,
    kind authority_kind NOT NULL DEFAULT 'LA',
    note text,
    source text NOT NULL
);
CREATE INDEX authority_by_region ON authority (region);

CREATE TABLE authority_code (
    gss_code text NOT NULL,
    authority integer NOT NULL CONSTRAINT authority_code_authority_fk REFERENCES authority,
    valid daterange NOT NULL,
    CONSTRAINT authority_code_pk PRIMARY KEY (gss_code),
    CONSTRAINT authority_code_one_at_a_time EXCLUDE USING gist (authority WITH =, valid WITH &&)
);

CREATE TABLE authority_succession (
    predecessor integer NOT NULL CONSTRAINT succession_predecessor_fk REFERENCES authority,
    successor integer NOT NULL CONSTRAINT succession_successor_fk REFERENCES authority,
    succeeded_on date NOT NULL,
    CONSTRAINT authority_succession_pk PRIMARY KEY (predecessor, successor),
    CONSTRAINT succession_not_of_itself CHECK (predecessor <> successor)
);
CREATE INDEX authority_succession_by_successor ON authority_succession (successor);

CREATE TABLE delivery_body (
    body integer NOT NULL CONSTRAINT delivery_body_body_fk REFERENCES authority,
    serves integer NOT NULL CONSTRAINT delivery_body_serves_fk REFERENCES authority,
    valid daterange NOT NULL,
    CONSTRAINT delivery_body_pk PRIMARY KEY (body, serves, valid),
    CONSTRAINT delivery_body_not_of_itself CHECK (body <> serves)
);

GRANT SELECT ON region, authority, authority_code, authority_succession, delivery_body
    TO accord_app, accord_directory;

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

CREATE FUNCTION regions_of(authorities integer[]) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT DISTINCT a.region FROM authority a WHERE a.id = ANY (authorities));
END $$;
COMMENT ON FUNCTION regions_of IS 'The regions in which authorities lie';
GRANT EXECUTE ON FUNCTION standing_of, inherited_by, regions_of TO accord_app, accord_directory;

COMMENT ON TABLE region IS 'The nine English regions (ONS), taken to be the RIIA regions';
COMMENT ON TABLE authority
    IS 'English authorities with children''s services, and the bodies that deliver for them';
COMMENT ON TABLE authority_code IS 'GSS codes through time; a recode is not a change of authority';
COMMENT ON TABLE authority_succession
    IS 'Mergers and splits: each successor inherits the predecessor''s records and region';
COMMENT ON TABLE delivery_body IS 'Trusts and partnerships, and the authorities that they serve';
COMMIT;
