-- Verify accord:schema on pg
\ir ../policies.psql
:begin
SELECT require(true, 'verify');
SELECT require(count(*) >= 32, 'closed lists') FROM pg_type WHERE typnamespace = 'accord'::regnamespace
    AND typtype = 'd';
SELECT require(count(*) = 1, 'btree_gist') FROM pg_extension WHERE extname = 'btree_gist';
SELECT require(has_schema_privilege('accord_app', 'accord', 'USAGE')
               AND NOT has_schema_privilege('accord_app', 'accord', 'CREATE'), 'the daemon makes nothing');
ROLLBACK;
