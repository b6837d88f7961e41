-- Verify accord:authorities on pg
\ir ../policies.psql
:begin
SELECT name, gss_code FROM region WHERE false;
SELECT id, name, dfe_code, region, kind, note, source FROM authority WHERE false;
SELECT gss_code, authority, valid FROM authority_code WHERE false;
SELECT predecessor, successor, succeeded_on FROM authority_succession WHERE false;
SELECT body, serves, valid FROM delivery_body WHERE false;
SELECT require(standing_of(-1, current_date) = ARRAY[-1] AND inherited_by(-1, current_date) = ARRAY[-1]
               AND regions_of(ARRAY[-1]) = '{}', 'a body without past or services is itself');
ROLLBACK;
