-- Verify accord:people_retention on pg
\ir ../policies.psql
:begin
SELECT require(count(*) > 50 AND count(DISTINCT rel) > 40, 'columns that name people are found') FROM columns_naming_people();
SELECT require(count(*) = 3, 'each kind is looked for') FROM people_preview('2026-01-01');
ROLLBACK;
