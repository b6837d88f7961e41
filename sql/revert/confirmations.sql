-- Revert accord:confirmations from pg
\ir ../policies.psql
:begin
DROP TABLE confirmation_reply, confirmation;
DROP DOMAIN confirmation_answer;
COMMIT;
