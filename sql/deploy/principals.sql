-- Deploy accord:principals to pg
-- Who may act. A token carries one grant: a role at one authority, region or supplier. begin_as turns a token's hash
-- into the identity that row-level security compares; nothing else sets it.
\ir ../policies.psql
:begin

CREATE TABLE supplier (
    id uuid CONSTRAINT supplier_pk PRIMARY KEY,
    region text NOT NULL CONSTRAINT supplier_region_fk REFERENCES region,
    name text NOT NULL,
    tier supplier_tier NOT NULL,
    supplies supplies NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT supplier_once UNIQUE (region, name)
);
ALTER TABLE supplier ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY supplier_owner ON supplier TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY supplier_see ON supplier FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY supplier_add ON supplier FOR INSERT TO accord_app
    WITH CHECK (region = :my_region AND :region_admin);
GRANT SELECT, INSERT ON supplier TO accord_app;

CREATE TABLE principal (
    id uuid CONSTRAINT principal_pk PRIMARY KEY,
    kind principal_kind NOT NULL,
    name text NOT NULL,
    post text,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE principal ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY principal_owner ON principal TO accord_owner USING (true) WITH CHECK (true);

CREATE TABLE principal_contact (
    principal uuid
        CONSTRAINT principal_contact_pk PRIMARY KEY CONSTRAINT principal_contact_principal_fk REFERENCES principal,
    work_email text NOT NULL
);
ALTER TABLE principal_contact ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY principal_contact_owner ON principal_contact TO accord_owner USING (true) WITH CHECK (true);

CREATE TABLE role_grant (
    id uuid CONSTRAINT role_grant_pk PRIMARY KEY,
    principal uuid NOT NULL CONSTRAINT role_grant_principal_fk REFERENCES principal,
    role role NOT NULL,
    authority integer CONSTRAINT role_grant_authority_fk REFERENCES authority,
    region text CONSTRAINT role_grant_region_fk REFERENCES region,
    supplier uuid CONSTRAINT role_grant_supplier_fk REFERENCES supplier,
    acting boolean NOT NULL DEFAULT false,
    valid daterange NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    superseded_at timestamptz,
    CONSTRAINT role_grant_one_scope CHECK (num_nonnulls(authority, region, supplier) = 1),
    CONSTRAINT role_grant_scope_fits CHECK (CASE role
        WHEN 'REGION_ADMIN' THEN region IS NOT NULL
        WHEN 'SUPPLIER' THEN supplier IS NOT NULL
        WHEN 'AUDITOR' THEN supplier IS NULL
        ELSE authority IS NOT NULL END)
);
CREATE INDEX role_grant_by_principal ON role_grant (principal);
ALTER TABLE role_grant ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY role_grant_owner ON role_grant TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY role_grant_directory ON role_grant FOR SELECT TO accord_directory USING (true);
GRANT SELECT ON role_grant TO accord_directory;

CREATE TABLE token (
    hash bytea CONSTRAINT token_pk PRIMARY KEY CONSTRAINT token_hash_size CHECK (octet_length(hash) = 32),
    id uuid NOT NULL CONSTRAINT token_id_once UNIQUE,
    role_grant uuid NOT NULL CONSTRAINT token_grant_fk REFERENCES role_grant,
    label text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
CREATE INDEX token_by_grant ON token (role_grant);
ALTER TABLE token ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY token_owner ON token TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY token_directory ON token FOR SELECT TO accord_directory USING (true);
GRANT SELECT ON token TO accord_directory;

COMMENT ON TABLE supplier IS 'Agencies and managing suppliers, as a region keeps them';
COMMENT ON TABLE principal IS 'People and systems that may act; a person is the same one in every role';
COMMENT ON TABLE principal_contact IS 'Work e-mail, held apart from the name';
COMMENT ON TABLE role_grant IS 'A role at one authority, region or supplier, for a time';
COMMENT ON TABLE token IS 'Tokens by their SHA-256; the token itself is shown once and not kept';
COMMIT;
