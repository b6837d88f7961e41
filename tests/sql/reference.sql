-- What is loaded from sql/reference. Run from the repository's top, since it is compared with the files.
\ir begin.psql
CREATE TEMP TABLE parameter_row (name text, layer text, value text, unit text, valid_from date,
    valid_to date, tag text, source text);
\copy parameter_row FROM 'sql/reference/ruleset_parameters.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE cap_row (region text, agreement text, job_band text, core_job_type text, cap_gbp numeric,
    pay_type_and_coverage text, effective_from date, effective_from_precision text, effective_to date,
    confidence text, source_url text, note text);
\copy cap_row FROM 'sql/reference/rate_caps.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE authority_row (name text, region text, region_gss text, gss_code text, dfe_la_code text,
    authority_type text,
    gss_valid_from date, note text, source text);
\copy authority_row FROM 'sql/reference/authorities.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP VIEW current_authority AS
SELECT a.* FROM authority a WHERE NOT EXISTS (SELECT FROM authority_succession s WHERE s.predecessor = a.id);
CREATE FUNCTION pg_temp.by_gss(code text) RETURNS text LANGUAGE sql AS $$
    SELECT a.dfe_code || ' ' || a.name FROM accord.authority a
        JOIN accord.authority_code c ON c.authority = a.id WHERE c.gss_code = code
$$;
CREATE TEMP TABLE retention_row (kind text, purpose text, months integer, tag text, source text);
\copy retention_row FROM 'sql/reference/retention.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE holiday_row (day date, name text, tag text, source text);
\copy holiday_row FROM 'sql/reference/bank_holidays.csv' WITH (FORMAT csv, HEADER)

SELECT no_plan();
SELECT bag_eq('SELECT day, name, tag, source FROM bank_holiday', 'SELECT * FROM holiday_row', 'bank holidays as in the file');
SELECT is_empty('SELECT day FROM bank_holiday WHERE extract(isodow FROM day) > 5', 'none of a weekend: its substitute is');
SELECT is((SELECT array_agg(working_days_after(day::date, days)::text ORDER BY n)
           FROM (VALUES (1, '2026-09-14', 10), (2, '2026-09-18', 1), (3, '2026-09-19', 10), (4, '2026-12-24', 1),
                        (5, '2026-12-24', 10), (6, '2027-03-25', 1)) AS a(n, day, days)),
    ARRAY['2026-09-28', '2026-09-21', '2026-10-02', '2026-12-29', '2027-01-12', '2027-03-30'],
    'working days after a day');
SELECT bag_eq('SELECT kind::text, purpose, months, tag, source FROM retention', 'SELECT * FROM retention_row',
    'each kind is kept for as long as the file says');
SELECT is((SELECT count(*) FROM current_authority), 153::bigint, '153 current authorities');
SELECT bag_eq('SELECT dfe_code, name, region FROM current_authority',
    'SELECT dfe_la_code, name, region FROM authority_row',
    'as in the file');
SELECT bag_eq('SELECT name, gss_code FROM region', 'SELECT DISTINCT region, region_gss FROM authority_row',
    'and their regions');
SELECT results_eq('SELECT region, count(*) FROM current_authority GROUP BY 1 ORDER BY 1',
    $$ VALUES ('East Midlands', 10::bigint), ('East of England', 11), ('London', 33), ('North East', 12),
        ('North West', 24),
              ('South East', 19), ('South West', 15), ('West Midlands', 14), ('Yorkshire and The Humber',
                  15) $$,
    'nine regions, 19 authorities in the South East');
SELECT is_empty('SELECT id, dfe_code FROM authority WHERE id <> dfe_code::integer', 'ids are DfE codes');
SELECT is_empty($$ SELECT id FROM current_authority a WHERE NOT EXISTS (
        SELECT FROM authority_code c WHERE c.authority = a.id AND upper_inf(c.valid)) $$,
    'each has a code today');
SELECT is_empty($$ SELECT authority FROM authority_code WHERE upper_inf(valid)
    AND authority IN (SELECT predecessor FROM authority_succession) $$, 'who has ended has none');

-- Recodes are the same authority.
SELECT is(pg_temp.by_gss(old), pg_temp.by_gss(new), old || ' is ' || new || ' now')
FROM (VALUES ('E10000027', 'E06000066'), ('E06000048', 'E06000057'), ('E08000016', 'E08000038'),
    ('E08000019', 'E08000039'),
             ('E08000020', 'E08000037'), ('E10000002', 'E06000060'), ('E10000023',
                 'E06000065')) AS recode(old, new);
SELECT is(pg_temp.by_gss('E10000027'), '933 Somerset', 'Somerset''s old code is Somerset');
SELECT is((SELECT upper(valid) FROM authority_code
    WHERE gss_code = 'E10000027'), date '2023-04-01', 'and ended with March 2023');

-- Mergers and splits are others.
SELECT results_eq('SELECT predecessor, successor, succeeded_on FROM authority_succession ORDER BY 1, 2',
    $$ VALUES (835, 838, date '2019-04-01'), (835, 839, '2019-04-01'), (836, 839, '2019-04-01'), (837, 839,
        '2019-04-01'),
              (909, 942, '2023-04-01'), (909, 943, '2023-04-01'), (928, 940, '2021-04-01'), (928, 941,
                  '2021-04-01') $$,
    'who succeeded whom');
SELECT is(pg_temp.by_gss('E10000006'), '909 Cumbria', 'Cumbria keeps its code');
SELECT is(pg_temp.by_gss('E10000009'), '835 Dorset (until 2019)', 'Dorset that was is not Dorset that is');
SELECT is((SELECT string_agg(DISTINCT a.region, ', ') FROM authority a
    WHERE a.id IN (909, 942, 943)), 'North West',
    'a predecessor lies where its successors do');

-- Parameters and caps.
SELECT bag_eq($$ SELECT name, layer::text, value, unit, lower(valid), upper(valid) - 1, tag, source
    FROM ruleset_parameter
                 WHERE superseded_at IS NULL $$,
    'SELECT name, layer, value, unit, valid_from, valid_to, tag, source FROM parameter_row',
        'parameters are the file''s, tags and all');
SELECT results_eq('SELECT version, legal_basis::text, lower(valid) FROM ruleset',
    $$ VALUES ('2024-10-31', 'STATUTORY_GUIDANCE', date '2024-10-31') $$,
    'one ruleset, in force from 31 October 2024');
SELECT bag_eq('SELECT lead_region, band, cap_pence::bigint, effective_from, effective_to FROM rate_cap',
    'SELECT region, job_band, (cap_gbp * 100)::bigint, effective_from, effective_to FROM cap_row',
        'twelve caps are the file''s');
SELECT is((SELECT count(*) FROM rate_cap), 12::bigint, 'twelve');
SELECT is_empty($$ SELECT id FROM rate_cap WHERE status <> 'HISTORICAL' OR coverage <> 'UNSTATED' $$,
    'none is published');
SELECT is_empty('SELECT 1 FROM membership UNION ALL SELECT 1 FROM agreement_terms',
    'and their agreements bind nobody');
SELECT finish();
ROLLBACK;
