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

COMMENT ON TABLE region IS 'The nine English regions (ONS), taken to be the RIIA regions';
COMMENT ON TABLE authority
    IS 'English authorities with children''s services, and the bodies that deliver for them';
COMMENT ON TABLE authority_code IS 'GSS codes through time; a recode is not a change of authority';
COMMENT ON TABLE authority_succession
    IS 'Mergers and splits: each successor inherits the predecessor''s records and region';
COMMENT ON TABLE delivery_body IS 'Trusts and partnerships, and the authorities that they serve';
COMMIT;
