-- Revert accord:working_days from pg
\ir ../policies.psql
:begin
DROP FUNCTION working_days_after;
DROP TABLE bank_holiday;
COMMIT;
