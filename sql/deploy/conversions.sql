-- Deploy accord:conversions to pg
-- Placements whose workers were taken on for good. The spell that begins then is an employment like any other.
\ir ../policies.psql
:begin

CREATE TABLE conversion (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT conversion_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    permanent_start date NOT NULL,
    extended_hire boolean NOT NULL,
    fee_pence pence,
    fee_until date,
    employment uuid NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT conversion_pk PRIMARY KEY (authority, id),
    CONSTRAINT conversion_fee_or_hire CHECK (NOT (extended_hire AND fee_pence IS NOT NULL)),
    CONSTRAINT conversion_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id)
);
ALTER TABLE conversion ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY conversion_owner ON conversion TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY conversion_see ON conversion FOR SELECT TO accord_app USING (:mine);
CREATE POLICY conversion_add ON conversion FOR INSERT TO accord_app WITH CHECK (:mine);
GRANT SELECT, INSERT ON conversion TO accord_app;
COMMENT ON TABLE conversion IS 'Placements that became permanent';
COMMENT ON COLUMN conversion.id IS 'The conversion''s id';
COMMENT ON COLUMN conversion.authority IS 'The authority that the placement is of';
COMMENT ON COLUMN conversion.placement IS 'The placement that ended so';
COMMENT ON COLUMN conversion.permanent_start IS 'The first day of the permanent post';
COMMENT ON COLUMN conversion.extended_hire IS 'Whether an extended period of hire was chosen in place of a fee';
COMMENT ON COLUMN conversion.fee_pence IS 'The fee that was charged, in pence; none where none was';
COMMENT ON COLUMN conversion.fee_until
    IS 'The last permanent start for which a fee might be charged, by the parameters of that day; none where they do not say';
COMMENT ON COLUMN conversion.employment IS 'The spell that it began';
COMMENT ON COLUMN conversion.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN conversion.recorded_by IS 'The principal that put this on record';
COMMENT ON CONSTRAINT conversion_fee_or_hire ON conversion IS 'An extended hire is chosen in place of a fee';
COMMIT;
