-- Deploy accord:people to pg
-- People, grants and tokens through the API: an authority's administrator manages its own authority's, a region's
-- the region's and its suppliers'. Each person is kept by one of them, whoever grants what.
\ir ../policies.psql
\set authority_admin '(SELECT current_setting(''accord.role'', true)) = ''AUTHORITY_ADMIN'''
\set of_authority :own ' AND ' :authority_admin
\set of_region 'region = ' :my_region ' AND ' :region_admin
\set of_suppliers 'supplier IN (SELECT s.id FROM supplier s WHERE s.region = ' :my_region ') AND ' :region_admin
\set kept :of_authority ' OR ' :of_region
\set granted :kept ' OR ' :of_suppliers
:begin

ALTER TABLE principal
    ADD COLUMN authority integer CONSTRAINT principal_authority_fk REFERENCES authority,
    ADD COLUMN region text CONSTRAINT principal_region_fk REFERENCES region,
    ADD COLUMN recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    ADD CONSTRAINT principal_one_keeper CHECK (num_nonnulls(authority, region) <= 1);
ALTER TABLE role_grant
    ADD COLUMN recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    ADD COLUMN ended_at timestamptz,
    ADD COLUMN ended_by uuid,
    ADD CONSTRAINT role_grant_end_whole CHECK (num_nonnulls(ended_at, ended_by) <> 1);
ALTER TABLE token
    ADD COLUMN created_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    ADD COLUMN revoked_by uuid;

-- Whoever was granted something before is kept where the first grant was given.
UPDATE principal p SET authority = g.authority, region = coalesce(g.region, s.region)
FROM (SELECT DISTINCT ON (principal) principal, authority, region, supplier
      FROM role_grant ORDER BY principal, recorded_at, id) g
LEFT JOIN supplier s ON s.id = g.supplier
WHERE g.principal = p.id;

CREATE INDEX principal_by_authority ON principal (authority, id) WHERE authority IS NOT NULL;
CREATE INDEX principal_by_region ON principal (region, id) WHERE region IS NOT NULL;
CREATE INDEX role_grant_by_authority ON role_grant (authority) WHERE authority IS NOT NULL;

CREATE POLICY principal_see ON principal FOR SELECT TO accord_app USING (:kept);
CREATE POLICY principal_add ON principal FOR INSERT TO accord_app WITH CHECK (:kept);
CREATE POLICY principal_contact_see ON principal_contact FOR SELECT TO accord_app
    USING (principal IN (SELECT p.id FROM principal p));
CREATE POLICY principal_contact_add ON principal_contact FOR INSERT TO accord_app
    WITH CHECK (principal IN (SELECT p.id FROM principal p));
CREATE POLICY role_grant_see ON role_grant FOR SELECT TO accord_app USING (:granted);
CREATE POLICY role_grant_add ON role_grant FOR INSERT TO accord_app
    WITH CHECK ((:granted) AND principal IN (SELECT p.id FROM principal p));
CREATE POLICY role_grant_end ON role_grant FOR UPDATE TO accord_app USING (:granted) WITH CHECK (:granted);
CREATE POLICY token_see ON token FOR SELECT TO accord_app
    USING (role_grant IN (SELECT g.id FROM role_grant g));
CREATE POLICY token_add ON token FOR INSERT TO accord_app
    WITH CHECK (role_grant IN (SELECT g.id FROM role_grant g));
CREATE POLICY token_revoke ON token FOR UPDATE TO accord_app
    USING (role_grant IN (SELECT g.id FROM role_grant g))
    WITH CHECK (role_grant IN (SELECT g.id FROM role_grant g));

-- The hash goes in, and is for begin_as alone to read.
GRANT SELECT, INSERT ON principal, principal_contact, role_grant TO accord_app;
GRANT UPDATE (valid, superseded_at, ended_at, ended_by) ON role_grant TO accord_app;
GRANT INSERT, SELECT (id, role_grant, label, created_at, created_by, expires_at, revoked_at, revoked_by),
    UPDATE (revoked_at, revoked_by) ON token TO accord_app;

COMMENT ON COLUMN principal.authority IS 'The authority that keeps this record, if one does';
COMMENT ON COLUMN principal.region
    IS 'The region that keeps this record: its own people''s, and its suppliers''';
COMMENT ON COLUMN principal.recorded_by IS 'The principal that put this on record; none where the host did';
COMMENT ON COLUMN role_grant.recorded_by IS 'The principal that granted it; none where the host did';
COMMENT ON COLUMN role_grant.ended_at IS 'When its end was put on record, if it was: an instant';
COMMENT ON COLUMN role_grant.ended_by IS 'The principal that ended it';
COMMENT ON COLUMN token.created_by IS 'The principal that made it; none where the host did';
COMMENT ON COLUMN token.revoked_by IS 'The principal that revoked it; none where the host did';
COMMENT ON CONSTRAINT principal_one_keeper ON principal IS 'An authority or a region, and never both';
COMMENT ON CONSTRAINT role_grant_end_whole ON role_grant IS 'An end says when it was recorded and by whom';
COMMENT ON INDEX principal_by_authority IS 'For an authority''s list of people';
COMMENT ON INDEX principal_by_region IS 'For a region''s list of people';
COMMENT ON INDEX role_grant_by_authority IS 'For an authority''s list of tokens';
COMMIT;
