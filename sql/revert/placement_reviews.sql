-- Revert accord:placement_reviews from pg
\ir ../policies.psql
:begin
DROP TABLE placement_review;
DROP DOMAIN review_outcome, recommendation, review_party;
COMMIT;
