-- Verify accord:reference on pg
\ir ../policies.psql
:begin
SELECT require(count(*) = 9, 'nine regions') FROM region;
SELECT require(count(*) = 153, '153 current authorities')
FROM authority a WHERE NOT EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = a.id);
SELECT require(count(*) = 5, 'five authorities have ended')
FROM authority a WHERE EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = a.id);
SELECT require(count(*) = 165 AND count(DISTINCT authority) = 158, 'every code, old and new')
    FROM authority_code;
SELECT require(count(*) = 8, 'who succeeded whom') FROM authority_succession;
SELECT require(count(*) >= 23, 'every parameter') FROM ruleset_parameter WHERE ruleset = '2024-10-31';
SELECT require(count(*) = 12, 'every historical cap') FROM rate_cap WHERE status = 'HISTORICAL'
    AND recorded_by IS NULL;
ROLLBACK;
