-- The form on which a reference came: its holder's, whole, and nobody else's.
\ir begin.psql
\ir fixtures.psql
SELECT plan(18);

-- Kent asks Medway for one: what is asked of another authority has no form. Each holder's has a second version.
INSERT INTO reference (id, version, authority, provider, provider_authority, swe_number, used_for, status, engaged_from,
    asked_on, recorded_by)
VALUES (pg_temp.id('asked'), 1, 886, 'INTERNAL', 887, 'SW9886', 'AGENCY', 'ASKED', '2021-01-04', '2025-09-01', pg_temp.id('kent'));
INSERT INTO reference (id, version, authority, provider, swe_number, used_for, status, engaged_from, referee_name,
    referee_post, referee_body, relation, practice_based, dated, received_on, recorded_at, recorded_by, superseded_at)
SELECT r.id, 2, r.authority, r.provider, r.swe_number, r.used_for, r.status, r.engaged_from, r.referee_name, r.referee_post,
    r.referee_body, r.relation, r.practice_based, r.dated, r.received_on, r.recorded_at, r.recorded_by, now()
FROM reference r WHERE r.provider = 'EXTERNAL';
PREPARE add (integer, uuid, integer, bytea, bytea) AS
    INSERT INTO reference_form (authority, reference, version, media_type, size, sha256, content)
    VALUES ($1, $2, $3, 'application/pdf', octet_length($4), sha256($5), $4);
CREATE FUNCTION pg_temp.adding(authority integer, reference text, version integer) RETURNS text LANGUAGE sql AS $$
    SELECT format('EXECUTE add(%s, %L, %s, ''%%PDF-1'', ''%%PDF-1'')', authority, pg_temp.id(reference), version) $$;

SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT results_eq('SELECT DISTINCT authority FROM reference_form', 'VALUES (886)', 'a holder sees its own alone');
SELECT lives_ok(pg_temp.adding(886, 'reference 886', 2), 'it adds one to its own');
SELECT throws_ok(pg_temp.adding(887, 'reference 887', 2), '42501', NULL, 'and none to another''s');
SELECT throws_ok(pg_temp.adding(886, 'reference 887', 2), '42501', NULL, 'also not in its own name');
SELECT throws_ok(pg_temp.adding(886, 'asked', 1), '42501', NULL, 'nor to one that another authority gives');
SELECT throws_ok(pg_temp.adding(886, 'reference 886', 1), '23505', NULL, 'a version has one');
SELECT throws_ok($$ UPDATE reference_form SET content = '' $$, '42501', NULL, 'nothing of it changes');
SELECT throws_ok('DELETE FROM reference_form', '42501', NULL, 'nor goes');
SELECT pg_temp.act_as(who) FROM unnest(ARRAY['south east']) who;
SELECT is_empty('SELECT 1 FROM reference_form', 'a region sees none');
SELECT pg_temp.act_as('agency');
SELECT is_empty('SELECT 1 FROM reference_form', 'nor does a supplier');
SELECT pg_temp.act_as('cumberland');
SELECT results_eq('SELECT DISTINCT authority FROM reference_form', 'VALUES (909)', 'a successor sees what it inherited');
SELECT lives_ok(pg_temp.adding(909, 'reference 909', 2), 'and goes on with it');

RESET ROLE;
SELECT throws_ok(format($$ EXECUTE add(887, %L, 2, '%%PDF-1', '%%PDF-2') $$, pg_temp.id('reference 887')), '23514', NULL,
    'a digest is that of the form');
SELECT throws_ok(format($$ EXECUTE add(887, %L, 2, '', '') $$, pg_temp.id('reference 887')), '23514', NULL,
    'an empty one is none');
SELECT is(a.attstorage, 'e', 'its bytes are kept as they are, and not compressed again')
FROM pg_attribute a WHERE a.attrelid = 'reference_form'::regclass AND a.attname = 'content';
SELECT remove_rows('reference'::regclass, $$ swe_number = 'SW9886' AND authority = 886 $$, 'REFERENCE');
SELECT is_empty('SELECT 1 FROM reference_form WHERE authority = 886', 'a form goes with its reference');
SELECT is(t.removed, 2::bigint, 'which leaves a stone of its own')
FROM tombstone t WHERE t.kind = 'reference_form' AND t.authority = 886;
SELECT is('reference_form' IN (SELECT tables_to_rewrite()), true, 'and its pages are rewritten after an erasure');
SELECT finish();
ROLLBACK;
