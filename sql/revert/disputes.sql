-- Revert accord:disputes from pg
\ir ../policies.psql
:begin
DROP FUNCTION dispute_tell;
DROP INDEX eligibility_check_of_worker;
DROP POLICY eligibility_check_directory ON eligibility_check;
REVOKE SELECT (id, authority, swe_number, facts_version) ON eligibility_check FROM accord_directory;
DELETE FROM notice WHERE kind = 'DISPUTE_DECIDED';
ALTER DOMAIN notice_kind DROP CONSTRAINT notice_kind_code;
ALTER DOMAIN notice_kind ADD CONSTRAINT notice_kind_code CHECK (VALUE IN ('VERDICT_CHANGED', 'RECORD_CHANGED'));
DROP TABLE dispute_decision, dispute_link, dispute;
DROP FUNCTION signed_to_share;
DROP DOMAIN dispute_state, disputed_fact;
COMMIT;
