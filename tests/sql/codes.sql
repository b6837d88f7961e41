-- The closed lists are written twice, as C headers and as SQL domains: here they are compared. Run from the
-- repository's top, since the lists are read from the headers.
\ir begin.psql
CREATE TEMP TABLE listed (domain text, code text);
\copy listed FROM PROGRAM 'awk -f tests/sql/codes.awk client/values/codes.h include/accord/findings.def' CSV
CREATE TEMP TABLE checked AS
SELECT t.typname::text AS domain, m[1] AS code
FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid,
     regexp_matches(pg_get_constraintdef(c.oid), '''([A-Za-z_]+)''::text', 'g') m
WHERE t.typnamespace = 'accord'::regnamespace AND c.conname = t.typname || '_code';

SELECT plan(5 + (SELECT count(DISTINCT domain) FROM listed)::integer);
SELECT cmp_ok((SELECT count(DISTINCT domain) FROM listed), '>=', 30::bigint, 'the headers were read');
SELECT set_eq('SELECT domain FROM checked', 'SELECT domain FROM listed',
    'every list is a domain, every coded domain a list');
SELECT bag_eq(format('SELECT code FROM checked WHERE domain = %L', domain),
              format('SELECT code FROM listed WHERE domain = %L', domain), domain || ' is the same in both')
FROM (SELECT DISTINCT domain FROM listed ORDER BY domain) d;
SELECT set_eq($$ SELECT typname::text FROM pg_type t WHERE typnamespace = 'accord'::regnamespace
    AND typtype = 'd'
                 AND NOT EXISTS (SELECT FROM checked c WHERE c.domain = t.typname) $$,
              ARRAY['swe_number', 'pence'], 'the other domains are forms, not lists');
SELECT set_eq($$ SELECT m[1] FROM pg_constraint, regexp_matches(pg_get_constraintdef(oid),
    '''([A-Z_]+)''::text', 'g') m
                 WHERE conname = 'agreement_terms_exceptions' $$,
              $$ SELECT code FROM listed WHERE domain = 'exception' $$,
    'terms recognise exceptions of the list');
-- Identity, policies and functions name codes in text, where no domain would notice a mistake.
SELECT is_empty($$ SELECT m[1] FROM (
        SELECT prosrc AS words FROM pg_proc WHERE pronamespace = 'accord'::regnamespace
        UNION ALL
        SELECT coalesce(qual, '') || coalesce(with_check, '') FROM pg_policies WHERE schemaname = 'accord'
    ) s, regexp_matches(words, '''([A-Z][A-Z_]+)''', 'g') m
    WHERE m[1] NOT IN (SELECT code FROM listed) AND m[1] !~ '^YYYYMM|^INSERT$' $$,
    'functions and policies name codes that exist');
SELECT finish();
ROLLBACK;
