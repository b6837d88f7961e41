-- Deploy accord:reference to pg
-- From sql/reference/*.csv, whose rows name their sources. A figure that is not verified keeps its tag.
\ir ../policies.psql
:begin

CREATE TEMP TABLE authority_row (name text, region text, region_gss text, gss_code text, dfe_la_code text,
    authority_type text, gss_valid_from date, note text, source text) ON COMMIT DROP;
\copy authority_row FROM 'reference/authorities.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE predecessor_row (old_name text, old_gss text, old_dfe_la_code text, valid_to date, successor_gss text,
    note text) ON COMMIT DROP;
\copy predecessor_row FROM 'reference/authorities_predecessors.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE parameter_row (name text, layer text, value text, unit text, valid_from date, valid_to date, tag text,
    source text) ON COMMIT DROP;
\copy parameter_row FROM 'reference/ruleset_parameters.csv' WITH (FORMAT csv, HEADER)
CREATE TEMP TABLE cap_row (region text, agreement text, job_band text, core_job_type text, cap_gbp numeric,
    pay_type_and_coverage text, effective_from date, effective_from_precision text, effective_to date, confidence text,
    source_url text, note text) ON COMMIT DROP;
\copy cap_row FROM 'reference/rate_caps.csv' WITH (FORMAT csv, HEADER)

INSERT INTO region (name, gss_code) SELECT DISTINCT region, region_gss FROM authority_row;
INSERT INTO authority (id, name, dfe_code, region, note, source)
SELECT dfe_la_code::integer, name, dfe_la_code, region, note, source FROM authority_row;
INSERT INTO authority_code (gss_code, authority, valid)
SELECT gss_code, dfe_la_code::integer, daterange(gss_valid_from, NULL) FROM authority_row;

-- Recodes are older codes of the same authority; whatever had a code of its own was another authority.
INSERT INTO authority_code (gss_code, authority, valid)
SELECT p.old_gss, a.id, daterange(NULL, p.valid_to, '[]')
FROM predecessor_row p JOIN authority a ON a.dfe_code = p.old_dfe_la_code;
INSERT INTO authority (id, name, dfe_code, region, note, source)
SELECT p.old_dfe_la_code::integer,
       p.old_name || CASE WHEN EXISTS (SELECT FROM authority a WHERE a.name = p.old_name)
                          THEN ' (until ' || to_char(p.valid_to, 'YYYY') || ')' ELSE '' END,
       p.old_dfe_la_code,
       (SELECT DISTINCT a.region FROM authority_code c JOIN authority a ON a.id = c.authority
        WHERE c.gss_code = ANY (string_to_array(p.successor_gss, '|'))),
       'Ended ' || p.valid_to, 'authorities_predecessors.csv'
FROM predecessor_row p WHERE NOT EXISTS (SELECT FROM authority a WHERE a.dfe_code = p.old_dfe_la_code);
INSERT INTO authority_code (gss_code, authority, valid)
SELECT p.old_gss, p.old_dfe_la_code::integer, daterange(NULL, p.valid_to, '[]')
FROM predecessor_row p WHERE NOT EXISTS (SELECT FROM authority_code c WHERE c.gss_code = p.old_gss);
INSERT INTO authority_succession (predecessor, successor, succeeded_on)
SELECT p.old_dfe_la_code::integer, c.authority, p.valid_to + 1
FROM predecessor_row p CROSS JOIN LATERAL unnest(string_to_array(p.successor_gss, '|')) AS s(gss)
JOIN authority_code c ON c.gss_code = s.gss
WHERE c.authority <> p.old_dfe_la_code::integer;

INSERT INTO ruleset (version, legal_basis, valid)
VALUES ('2024-10-31', 'STATUTORY_GUIDANCE', daterange('2024-10-31', NULL));
INSERT INTO ruleset_parameter (ruleset, name, layer, value, unit, valid, tag, source)
SELECT '2024-10-31', name, layer, value, unit, daterange(valid_from, valid_to, '[]'), tag, source FROM parameter_row;

-- HISTORICAL caps stand under agreements of their own, which bind nobody: they have neither terms nor members.
INSERT INTO agreement (id, lead_region, name, kind, regions, legal_basis, valid, recorded_by)
SELECT gen_random_uuid(), region, agreement || ' (historical)', 'REGION', ARRAY[region], 'REGIONAL_MOC',
       daterange(min(effective_from), NULL), NULL
FROM cap_row GROUP BY region, agreement;
INSERT INTO rate_cap (id, agreement, lead_region, job_type, band, pay_type, coverage, cap_pence, effective_from,
                      effective_to, status, source, recorded_by)
SELECT gen_random_uuid(), a.id, a.lead_region,
       CASE c.core_job_type WHEN 'social_worker' THEN 'SW' WHEN 'senior_social_worker' THEN 'SSW'
            WHEN 'advanced_practitioner' THEN 'AP' WHEN 'team_manager' THEN 'TM' WHEN 'iro_cp_chair' THEN 'IRO_CPCC' END,
       c.job_band, 'ALL', 'UNSTATED', (c.cap_gbp * 100)::bigint, c.effective_from, c.effective_to, 'HISTORICAL',
       c.source_url || '; ' || c.confidence || coalesce('; ' || c.note, '') || '; ' || c.pay_type_and_coverage, NULL
FROM cap_row c JOIN agreement a ON a.lead_region = c.region AND a.name = c.agreement || ' (historical)';
COMMIT;
