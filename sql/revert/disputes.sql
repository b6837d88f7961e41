-- Revert accord:disputes from pg
\ir ../policies.psql
:begin
DROP TABLE dispute_decision, dispute_link, dispute;
DROP FUNCTION signed_to_share;
DROP DOMAIN dispute_state, disputed_fact;
COMMIT;
