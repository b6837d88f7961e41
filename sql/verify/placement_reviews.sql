-- Verify accord:placement_reviews on pg
\ir ../policies.psql
:begin
SELECT id, version, authority, placement, supplier, outcome, notice_required_days, notice_served_days, handover,
       development_needs, recommendation, recommendation_ends_on, sent_to_worker_on, sent_to_supplier_on, worker_comments,
       supplier_comments, recorded_at, recorded_by, superseded_at
FROM placement_review WHERE false;
SELECT require(relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole, 'row security is forced')
FROM pg_class WHERE oid = 'placement_review'::regclass;
ROLLBACK;
