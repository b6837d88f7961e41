-- Verify accord:comments on pg
\ir ../policies.psql
:begin
SELECT require(count(*) = 0, 'every column is commented')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
  AND col_description(c.oid, a.attnum) IS NULL;
SELECT require(count(*) = 0, 'every domain is commented')
FROM pg_type t WHERE t.typnamespace = 'accord'::regnamespace AND t.typtype = 'd'
    AND obj_description(t.oid, 'pg_type') IS NULL;
ROLLBACK;
