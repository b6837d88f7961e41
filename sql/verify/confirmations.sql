-- Verify accord:confirmations on pg
\ir ../policies.psql
:begin
SELECT id, authority, asked_by, swe_number, last_day, asked_at, answered_at FROM confirmation WHERE false;
SELECT authority, confirmation, answer, employment, answered_at, answered_by FROM confirmation_reply WHERE false;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('confirmation'::regclass, 'confirmation_reply'::regclass) AND relrowsecurity AND relforcerowsecurity
  AND relowner = 'accord_owner'::regrole;
ROLLBACK;
