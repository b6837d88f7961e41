-- Revert accord:headhunting from pg
\ir ../policies.psql
:begin
DROP TABLE headhunting_report;
DROP DOMAIN approach, offered_band, report_state;
COMMIT;
