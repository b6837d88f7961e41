-- Revert accord:waiting from pg
\ir ../policies.psql
:begin
DROP FUNCTION waiting_placements, waiting_references, waiting_workers, waiting_exceptions, waiting_supply;
DELETE FROM notice WHERE kind = 'EQUAL_TREATMENT';
ALTER DOMAIN notice_kind DROP CONSTRAINT notice_kind_code;
ALTER DOMAIN notice_kind ADD CONSTRAINT notice_kind_code
    CHECK (VALUE IN ('VERDICT_CHANGED', 'RECORD_CHANGED', 'DISPUTE_DECIDED'));
COMMIT;
