-- Deploy accord:checks to pg
-- Checks are immutable: what was asked, what was found, on which facts (as a digest under the daemon's key).
\ir ../policies.psql
:begin

CREATE TABLE eligibility_check (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT eligibility_check_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    principal uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    purpose purpose NOT NULL,
    checked_at timestamptz NOT NULL,
    start_date date NOT NULL,
    asked jsonb NOT NULL,
    ruleset text NOT NULL CONSTRAINT eligibility_check_ruleset_fk REFERENCES ruleset,
    facts_version bigint NOT NULL,
    facts_digest bytea NOT NULL,
    outcome outcome NOT NULL,
    earliest_start_date date,
    not_checked text[] NOT NULL,
    findings jsonb NOT NULL,
    CONSTRAINT eligibility_check_pk PRIMARY KEY (authority, id)
);
CREATE INDEX eligibility_check_by_worker ON eligibility_check (authority, swe_number);
ALTER TABLE eligibility_check ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY eligibility_check_owner ON eligibility_check TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY eligibility_check_see ON eligibility_check FOR SELECT TO accord_app USING (:mine);
-- A placement that is asked again keeps its checks where it is kept itself: a successor asks of what it has inherited.
CREATE POLICY eligibility_check_add ON eligibility_check FOR INSERT TO accord_app
    WITH CHECK (:own OR :mine AND purpose IN ('extension', 'review'));
GRANT SELECT, INSERT ON eligibility_check TO accord_app;
COMMENT ON TABLE eligibility_check IS 'Checks of a proposed placement, with every finding; immutable';
COMMIT;
