-- Deploy accord:rulesets to pg
-- Whatever a region may set for itself, and every figure of the guidance, is a dated row and never a constant.
\ir ../policies.psql
:begin

CREATE TABLE ruleset (
    version text CONSTRAINT ruleset_pk PRIMARY KEY,
    legal_basis legal_basis NOT NULL,
    valid daterange NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    CONSTRAINT ruleset_one_at_a_time EXCLUDE USING gist (legal_basis WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);

CREATE TABLE ruleset_parameter (
    ruleset text NOT NULL CONSTRAINT ruleset_parameter_ruleset_fk REFERENCES ruleset,
    name text NOT NULL,
    layer layer NOT NULL,
    value text NOT NULL,
    unit text NOT NULL,
    valid daterange NOT NULL,
    tag text NOT NULL CONSTRAINT ruleset_parameter_tag_code CHECK (tag IN ('V', 'S', 'R', 'D')),
    source text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    CONSTRAINT ruleset_parameter_pk PRIMARY KEY (ruleset, name, layer, valid, recorded_at),
    CONSTRAINT ruleset_parameter_once EXCLUDE USING gist (ruleset WITH =, name WITH =, layer WITH =, valid WITH &&)
        WHERE (superseded_at IS NULL)
);

-- One number that every change of rules, caps, mappings and memberships moves: a placement that relied on an earlier
-- one is checked again. Such changes are rare; placements only read it.
CREATE TABLE rules_version (
    one_row boolean
        CONSTRAINT rules_version_pk PRIMARY KEY DEFAULT true CONSTRAINT rules_version_one_row CHECK (one_row),
    version bigint NOT NULL
);
INSERT INTO rules_version (version) VALUES (1);

CREATE FUNCTION rules_version_move() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    UPDATE rules_version SET version = version + 1;
    RETURN NULL;
END $$;
COMMENT ON FUNCTION rules_version_move IS 'Moves rules_version after a change of what the rules rest on';
CREATE TRIGGER ruleset_moves AFTER INSERT OR UPDATE OR DELETE ON ruleset
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();
CREATE TRIGGER ruleset_parameter_moves AFTER INSERT OR UPDATE OR DELETE ON ruleset_parameter
    FOR EACH STATEMENT EXECUTE FUNCTION rules_version_move();

GRANT SELECT ON ruleset, ruleset_parameter, rules_version TO accord_app, accord_directory;

COMMENT ON TABLE ruleset IS 'A version of the rules, its legal basis and the days on which it is in force';
COMMENT ON TABLE ruleset_parameter
    IS 'Dated figures and switches of a ruleset, each with how sure it is and where it is from';
COMMENT ON TABLE rules_version IS 'One row: moved by every change of rules, caps, mappings and memberships';
COMMIT;
