-- Deploy accord:placement_reviews to pg
-- End-of-placement reviews. The authority writes one, the worker and the supplier see it first and may comment; the
-- supplier sees it here once it was sent. No rule reads it, and no other authority sees it but inside a reference.
\ir ../policies.psql
\set sent 'supplier = (SELECT nullif(current_setting(''accord.supplier'', true), '''')::uuid) AND sent_to_supplier_on IS NOT NULL'
:begin

CREATE DOMAIN accord.review_outcome AS text CONSTRAINT review_outcome_code
    CHECK (VALUE IN ('COMPLETED', 'ENDED_BY_AUTHORITY', 'ENDED_BY_WORKER', 'CONVERTED'));
CREATE DOMAIN accord.recommendation AS text CONSTRAINT recommendation_code
    CHECK (VALUE IN ('CONTINUE', 'CONTINUE_WITH_DEVELOPMENT', 'DO_NOT_PLACE'));
CREATE DOMAIN accord.review_party AS text CONSTRAINT review_party_code CHECK (VALUE IN ('WORKER', 'SUPPLIER'));

-- Versions of a review: the current one has no superseded_at.
CREATE TABLE placement_review (
    id uuid NOT NULL,
    version integer NOT NULL CONSTRAINT placement_review_version CHECK (version > 0),
    authority integer NOT NULL CONSTRAINT placement_review_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    supplier uuid NOT NULL CONSTRAINT placement_review_supplier_fk REFERENCES supplier,
    outcome review_outcome NOT NULL,
    notice_required_days integer
        CONSTRAINT placement_review_notice_required CHECK (notice_required_days BETWEEN 0 AND 366),
    notice_served_days integer CONSTRAINT placement_review_notice_served CHECK (notice_served_days BETWEEN 0 AND 366),
    handover text,
    development_needs text,
    recommendation recommendation NOT NULL,
    recommendation_ends_on date,
    sent_to_worker_on date,
    sent_to_supplier_on date,
    worker_comments text,
    supplier_comments text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    CONSTRAINT placement_review_pk PRIMARY KEY (authority, id, version),
    CONSTRAINT placement_review_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id),
    CONSTRAINT placement_review_ends CHECK ((recommendation = 'DO_NOT_PLACE') = (recommendation_ends_on IS NOT NULL))
);
CREATE UNIQUE INDEX placement_review_once ON placement_review (authority, placement) WHERE superseded_at IS NULL;
CREATE INDEX placement_review_by_supplier ON placement_review (supplier, id);
ALTER TABLE placement_review ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY placement_review_owner ON placement_review TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY placement_review_see ON placement_review FOR SELECT TO accord_app USING (:mine OR (:sent));
CREATE POLICY placement_review_add ON placement_review FOR INSERT TO accord_app
    WITH CHECK (:mine OR (version > 1 AND :sent));
CREATE POLICY placement_review_change ON placement_review FOR UPDATE TO accord_app USING (:mine OR (:sent))
    WITH CHECK (:mine OR (:sent));
GRANT SELECT, INSERT ON placement_review TO accord_app;
GRANT UPDATE (superseded_at) ON placement_review TO accord_app;

COMMENT ON DOMAIN review_outcome IS 'How a placement came to its end, as its review has it';
COMMENT ON DOMAIN recommendation IS 'What a review recommends to the supplier';
COMMENT ON DOMAIN review_party IS 'Whose comments on a review are';
COMMENT ON TABLE placement_review IS 'End-of-placement reviews; earlier versions stay on record';
COMMENT ON COLUMN placement_review.id IS 'The review''s id, the same in all its versions';
COMMENT ON COLUMN placement_review.version IS 'Counted from 1; the latest has no superseded_at';
COMMENT ON COLUMN placement_review.authority IS 'The hiring authority';
COMMENT ON COLUMN placement_review.placement IS 'The placement that it is about';
COMMENT ON COLUMN placement_review.supplier IS 'Who supplied the worker, and sees it once it was sent';
COMMENT ON COLUMN placement_review.outcome IS 'How the placement came to its end';
COMMENT ON COLUMN placement_review.notice_required_days IS 'Days of notice that were due';
COMMENT ON COLUMN placement_review.notice_served_days IS 'Days of notice that were served';
COMMENT ON COLUMN placement_review.handover IS 'Cases handed over, and how';
COMMENT ON COLUMN placement_review.development_needs IS 'What the supplier should help the worker with';
COMMENT ON COLUMN placement_review.recommendation IS 'What is recommended to the supplier';
COMMENT ON COLUMN placement_review.recommendation_ends_on
    IS 'Of DO_NOT_PLACE: its last day, after which it is shown to nobody';
COMMENT ON COLUMN placement_review.sent_to_worker_on IS 'The day on which the worker was sent it';
COMMENT ON COLUMN placement_review.sent_to_supplier_on IS 'The day on which the supplier was sent it';
COMMENT ON COLUMN placement_review.worker_comments IS 'What the worker says of it';
COMMENT ON COLUMN placement_review.supplier_comments IS 'What the supplier says of it';
COMMENT ON COLUMN placement_review.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN placement_review.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN placement_review.superseded_at
    IS 'When this ceased to be what is on record: an instant; none while it still is';
COMMENT ON CONSTRAINT placement_review_ends ON placement_review IS 'DO_NOT_PLACE ends, and nothing else does';
COMMENT ON INDEX placement_review_once IS 'A placement has one review';
COMMENT ON INDEX placement_review_by_supplier IS 'For a supplier''s list';
COMMENT ON POLICY placement_review_see ON placement_review IS 'The authority''s own; the supplier''s once it was sent';
COMMIT;
