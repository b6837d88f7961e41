-- Verify accord:working_days on pg
\ir ../policies.psql
:begin
SELECT day, name, tag, source FROM bank_holiday WHERE false;
SELECT require(working_days_after('2026-12-24', 1) = '2026-12-29', 'bank holidays are no working days');
ROLLBACK;
