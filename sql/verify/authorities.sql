-- Verify accord:authorities on pg
\ir ../policies.psql
:begin
SELECT name, gss_code FROM region WHERE false;
SELECT id, name, dfe_code, region, kind, note, source FROM authority WHERE false;
SELECT gss_code, authority, valid FROM authority_code WHERE false;
SELECT predecessor, successor, succeeded_on FROM authority_succession WHERE false;
SELECT body, serves, valid FROM delivery_body WHERE false;
ROLLBACK;
