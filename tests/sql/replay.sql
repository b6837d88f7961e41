-- What the rules were told at a version stays, whatever has been put on record since. The statements are those of
-- sql/queries, read from the repository's top.
\ir begin.psql
\ir fixtures.psql
SELECT no_plan();
\set statements `awk -f tests/sql/prepare.awk sql/queries/facts.sql`
:statements

-- The check is Kent's; everything was on record by then. It keeps the versions that it was told.
INSERT INTO worker_facts (swe_number, worker, version) VALUES ('SW9887', pg_temp.id('leaver'), 1),
    ('SW9886', pg_temp.id('own'), 1);
CREATE TEMP TABLE asked (what text, live text, as_of text);
INSERT INTO asked
SELECT what, replace(replace(statement, 'FACTS', 'NULL'), 'RULES', 'NULL'),
       replace(replace(statement, 'FACTS', '1'), 'RULES', (SELECT version FROM rules_version)::text)
FROM (VALUES ('facts', 'EXECUTE facts_of(''SW9887'', ''2025-10-06'', NULL, NULL, FACTS, RULES)'),
             ('cool-off terms', 'EXECUTE cool_off_terms_of(NULL, ''2025-10-06'', RULES)'),
             ('pay terms',
              'EXECUTE pay_terms_of(886, ''2025-10-06'', ''2025-09-01'', ''Social worker level 2'', NULL, RULES)'),
             ('pay terms of older placements',
              'EXECUTE pay_terms_of(NULL, ''2025-09-29'', ''2025-09-01'', ''Social worker level 2'', NULL, RULES)'),
             ('departures', 'EXECUTE departures_of(''SW9886'', ''{}'', NULL, FACTS)'),
             ('who signs', 'EXECUTE sign_off_chain_of(NULL, ''2025-10-06'', RULES)'),
             ('the mapping', 'EXECUTE mapping_of(NULL, ''Social worker level 2'', ''2025-10-06'', RULES)'),
             ('the ruleset', 'EXECUTE ruleset_of(RULES)')) AS a(what, statement);
-- Whoever writes of a worker claims the facts.
CREATE FUNCTION pg_temp.claim() RETURNS void LANGUAGE sql AS $$ UPDATE accord.worker_facts SET version = version + 1 $$;
-- All rows as one text.
CREATE FUNCTION pg_temp.told(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line record;
    all_lines text[] := '{}';
BEGIN
    FOR line IN EXECUTE statement LOOP
        all_lines := all_lines || regexp_replace(line::text, '^\([0-9]+,', '('); -- without the facts' version
    END LOOP;
    RETURN (SELECT string_agg(l, E'\n' ORDER BY l) FROM unnest(all_lines) AS l);
END $$;
-- What all of them tell as of the check, under the name of a change.
CREATE TEMP TABLE before (what text, rows text);
CREATE FUNCTION pg_temp.stays(change text, VARIADIC moved text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY SELECT is(pg_temp.told(a.as_of), b.rows, a.what || ' as of the check stay after ' || change)
    FROM asked a JOIN before b USING (what);
    RETURN QUERY SELECT isnt(pg_temp.told(a.live), b.rows, a.what || ' of today follow ' || change)
    FROM asked a JOIN before b USING (what) WHERE a.what = ANY (moved);
END $$;

SELECT pg_temp.act_as('kent');
INSERT INTO before SELECT what, pg_temp.told(as_of) FROM asked;
SELECT isnt(rows, NULL, what || ' are there') FROM before;
SELECT is(pg_temp.told(live), rows, what || ' of today are those of the check') FROM asked JOIN before USING (what);
SAVEPOINT checked;

-- Each is put right later.
SELECT pg_temp.claim();
INSERT INTO worker_qualification (id, authority, swe_number, qualified_on, recorded_at, recorded_by)
VALUES (pg_temp.id('qualified'), 886, 'SW9887', '2023-09-01', '2025-09-02', pg_temp.id('kent'));
SELECT pg_temp.stays('a qualification recorded late', 'facts');
ROLLBACK TO checked;
SELECT pg_temp.claim();
INSERT INTO employment (id, version, authority, swe_number, basis, service, start_date, last_day, leaving_reason,
    recorded_at, recorded_by)
VALUES (pg_temp.id('late'), 1, 886, 'SW9887', 'SUBSTANTIVE', 'CHILDREN', NULL, '2025-07-31', 'RESIGNED',
    '2025-05-01', pg_temp.id('kent'));
SELECT pg_temp.stays('a leaver recorded late under an early instant', 'facts');
ROLLBACK TO checked;
SELECT pg_temp.claim();
UPDATE employment SET superseded_at = '2025-09-02' WHERE swe_number = 'SW9887';
SELECT pg_temp.stays('a leaver withdrawn', 'facts');
ROLLBACK TO checked;
SELECT pg_temp.claim();
UPDATE rule_exception SET superseded_at = '2025-09-02' WHERE id = pg_temp.id('exception 886');
SELECT pg_temp.stays('an exception withdrawn', 'departures');
ROLLBACK TO checked;
SELECT pg_temp.claim();
INSERT INTO sign_off (id, authority, swe_number, exception, version, role, person, signed_on, how, late, recorded_by)
VALUES (pg_temp.id('second'), 886, 'SW9886', pg_temp.id('exception 886'), 1, 'CHIEF_EXECUTIVE', pg_temp.id('medway'),
    '2025-10-01', 'SIGNED', false, pg_temp.id('kent'));
SELECT pg_temp.stays('a second signature', 'departures');
ROLLBACK TO checked;
UPDATE sign_off_chain SET superseded_at = '2025-09-02' WHERE rule = 'PRICE_CAP';
SELECT pg_temp.stays('who signs withdrawn', 'who signs');
ROLLBACK TO checked;
UPDATE membership SET superseded_at = '2025-09-02' WHERE id IN (pg_temp.id('kent joins'), pg_temp.id('medway joins'));
SELECT pg_temp.stays('memberships withdrawn', 'facts', 'cool-off terms', 'pay terms', 'pay terms of older placements');
ROLLBACK TO checked;
UPDATE membership SET superseded_at = '2025-09-02' WHERE id = pg_temp.id('kent joins');
INSERT INTO membership (id, agreement, lead_region, authority, valid, sharing_agreement_signed_on, recorded_at)
VALUES (pg_temp.id('kent again'), pg_temp.id('memorandum'), 'South East', 886,
        daterange('2025-04-01', '2026-04-01'), '2025-03-03', '2025-09-02');
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from, recorded_at)
VALUES (pg_temp.id('kent again'), pg_temp.id('memorandum'), 'South East', 1, '2025-06-01', '2025-09-02');
SELECT pg_temp.stays('a membership put right', 'cool-off terms', 'pay terms');
ROLLBACK TO checked;
UPDATE membership_phase SET superseded_at = '2025-09-02' WHERE membership = pg_temp.id('kent joins');
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from, recorded_at)
VALUES (pg_temp.id('kent joins'), pg_temp.id('memorandum'), 'South East', 2, '2025-12-01', '2025-09-02');
SELECT pg_temp.stays('a phase put off', 'cool-off terms', 'pay terms');
ROLLBACK TO checked;
INSERT INTO membership_phase (membership, agreement, lead_region, phase, adopted_from, recorded_at)
VALUES (pg_temp.id('kent joins'), pg_temp.id('memorandum'), 'South East', 1, '2025-05-01', '2025-09-02'),
       (pg_temp.id('kent joins'), pg_temp.id('memorandum'), 'South East', 3, '2025-07-01', '2025-09-02');
SELECT pg_temp.stays('other phases recorded late', 'cool-off terms');
SELECT is(cardinality(string_to_array(pg_temp.told(live), E'\n')), 1, what || ' are told once for three phases')
FROM asked WHERE what IN ('cool-off terms', 'pay terms');
ROLLBACK TO checked;
UPDATE agreement_protocol SET superseded_at = '2025-09-02';
SELECT pg_temp.stays('protocols withdrawn', 'facts', 'cool-off terms', 'pay terms');
ROLLBACK TO checked;
UPDATE agreement SET superseded_at = '2025-09-02' WHERE id = pg_temp.id('memorandum');
SELECT pg_temp.stays('the agreement withdrawn', 'facts', 'cool-off terms', 'pay terms');
ROLLBACK TO checked;
UPDATE agreement_terms SET superseded_at = '2025-09-02' WHERE id = pg_temp.id('terms');
INSERT INTO agreement_terms (id, agreement, lead_region, valid, cool_off_months, covers_own_authority, exceptions,
    cool_off_last_day, legacy_cap_date, obligation, recorded_at)
VALUES (pg_temp.id('terms again'), pg_temp.id('memorandum'), 'South East', daterange('2025-04-01', NULL), 12, true,
        '{}', 'FREE', '2025-10-01', 'SHOULD', '2025-09-02');
SELECT pg_temp.stays('terms put right', 'cool-off terms', 'pay terms', 'pay terms of older placements');
ROLLBACK TO checked;
UPDATE rate_cap SET superseded_at = '2025-09-02' WHERE id = pg_temp.id('cap PUBLISHED');
SELECT pg_temp.stays('a cap withdrawn', 'pay terms');
ROLLBACK TO checked;
UPDATE role_mapping SET superseded_at = '2025-09-02' WHERE authority = 886;
SELECT pg_temp.stays('a mapping withdrawn', 'the mapping', 'pay terms');
ROLLBACK TO checked;
UPDATE ruleset_parameter SET superseded_at = '2025-09-02' WHERE name = 'caps_in_force';
INSERT INTO ruleset_parameter (ruleset, name, layer, value, unit, valid, tag, source, recorded_at)
SELECT ruleset, name, layer, '2026-01-01', unit, valid, tag, source, '2025-09-02'
FROM ruleset_parameter WHERE name = 'caps_in_force';
SELECT pg_temp.stays('caps in force later', 'the ruleset', 'pay terms');

SELECT finish();
ROLLBACK;
