-- Deploy accord:reference_forms to pg
-- The form on which a reference came from outside, as it came: its holder's alone, kept and erased with the reference. A form
-- comes with a version of its reference; the latest is the one that counts, and what was verified is not replaced.
\ir ../policies.psql
:begin

CREATE TABLE reference_form (
    authority integer NOT NULL CONSTRAINT reference_form_authority_fk REFERENCES authority,
    reference uuid NOT NULL,
    version integer NOT NULL,
    media_type text NOT NULL
        CONSTRAINT reference_form_media_type CHECK (media_type IN ('application/pdf', 'image/png', 'image/jpeg')),
    size integer NOT NULL,
    sha256 bytea NOT NULL,
    content bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT reference_form_pk PRIMARY KEY (authority, reference, version),
    CONSTRAINT reference_form_reference_fk FOREIGN KEY (authority, reference, version)
        REFERENCES reference (authority, id, version),
    CONSTRAINT reference_form_size CHECK (size > 0 AND size = octet_length(content)),
    CONSTRAINT reference_form_sha256 CHECK (sha256 = sha256(content))
);
-- It is compressed already.
ALTER TABLE reference_form ALTER content SET STORAGE EXTERNAL;
ALTER TABLE reference_form ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reference_form_owner ON reference_form TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reference_form_see ON reference_form FOR SELECT TO accord_app USING (:mine);
CREATE POLICY reference_form_add ON reference_form FOR INSERT TO accord_app
    WITH CHECK (:mine AND EXISTS (SELECT FROM reference r WHERE r.authority = reference_form.authority AND r.id = reference
                                  AND r.version = reference_form.version AND r.provider = 'EXTERNAL'));
GRANT SELECT, INSERT ON reference_form TO accord_app;

COMMENT ON TABLE reference_form IS 'Forms on which references came from outside, as they came; a later one takes the place of an earlier';
COMMENT ON COLUMN reference_form.authority IS 'The authority that holds the reference';
COMMENT ON COLUMN reference_form.reference IS 'The reference';
COMMENT ON COLUMN reference_form.version IS 'Its version with which the form came on record';
COMMENT ON COLUMN reference_form.media_type IS 'What kind of file it is';
COMMENT ON COLUMN reference_form.size IS 'How many bytes it has';
COMMENT ON COLUMN reference_form.sha256 IS 'The SHA-256 of its bytes';
COMMENT ON COLUMN reference_form.content IS 'Its bytes';
COMMENT ON COLUMN reference_form.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN reference_form.recorded_by IS 'The principal that put this on record';
COMMENT ON CONSTRAINT reference_form_media_type ON reference_form IS 'A form is a file that programs show and do not run';
COMMENT ON CONSTRAINT reference_form_reference_fk ON reference_form IS 'The reference is of the same authority';
COMMENT ON CONSTRAINT reference_form_size ON reference_form IS 'There is a form, and it is whole';
COMMENT ON CONSTRAINT reference_form_sha256 ON reference_form IS 'The digest is that of the form';
COMMENT ON POLICY reference_form_add ON reference_form IS 'Of a reference that came from outside, and only by its holder';
DO $$ BEGIN PERFORM forget_statistics(); END $$;
COMMIT;
