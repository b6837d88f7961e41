-- Revert accord:comments from pg
\ir ../policies.psql
:begin
-- Comments of tables, functions and roles came with these; those of columns, constraints, indexes and domains go.
DO $$
DECLARE
    undo text;
BEGIN
    FOR undo IN
        SELECT format('COMMENT ON COLUMN %s.%I IS NULL', d.objoid::regclass, a.attname)
        FROM pg_description d
        JOIN pg_class c ON c.oid = d.objoid AND c.relnamespace = 'accord'::regnamespace
        JOIN pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid
        WHERE d.classoid = 'pg_class'::regclass AND d.objsubid > 0
        UNION ALL
        SELECT format('COMMENT ON CONSTRAINT %I ON %s %s IS NULL', n.conname,
                      CASE WHEN n.contypid <> 0 THEN 'DOMAIN' ELSE '' END,
                      CASE WHEN n.contypid <> 0 THEN n.contypid::regtype::text ELSE n.conrelid::regclass::text END)
        FROM pg_description d JOIN pg_constraint n ON n.oid = d.objoid
            AND n.connamespace = 'accord'::regnamespace
        WHERE d.classoid = 'pg_constraint'::regclass
        UNION ALL
        SELECT format('COMMENT ON INDEX %s IS NULL', d.objoid::regclass)
        FROM pg_description d
        JOIN pg_class c ON c.oid = d.objoid AND c.relkind IN ('i', 'I')
            AND c.relnamespace = 'accord'::regnamespace
        WHERE d.classoid = 'pg_class'::regclass
        UNION ALL
        SELECT format('COMMENT ON DOMAIN %s IS NULL', d.objoid::regtype)
        FROM pg_description d
        JOIN pg_type t ON t.oid = d.objoid AND t.typtype = 'd' AND t.typnamespace = 'accord'::regnamespace
        WHERE d.classoid = 'pg_type'::regclass
    LOOP
        EXECUTE undo;
    END LOOP;
END $$;
COMMIT;
