-- Who sees and writes what. Everything here is done as accord_app, with the identity that begin_as gave.
\ir begin.psql
\ir fixtures.psql

-- Tables whose rows are an authority's, with what makes a copy another row; `changes` where it is superseded.
CREATE TEMP TABLE tenant (rel text, fresh jsonb, changes boolean);
INSERT INTO tenant VALUES
    ('employment', '{"start_date": "2019-01-07"}', true),
    ('leaver_statement', '{"month": "2025-08-01"}', true),
    ('role_mapping', '{"local_role": "Another title"}', true),
    ('eligibility_check', '{}', false),
    ('placement', '{"start_date": "2025-11-03"}', false),
    ('placement_rate', '{"valid_from": "2025-11-03"}', false),
    ('placement_extension', '{}', false),
    ('placement_decision', '{"layer": "REGIONAL"}', true),
    ('reference', '{"dated": "2025-04-30"}', true),
    ('placement_review', '{"superseded_at": "2025-12-01T00:00:00Z"}', true),
    ('project_team', '{"name": "Another team"}', false),
    ('project_team_terms', '{"superseded_at": "2025-11-01"}', true),
    ('project_team_extension', '{}', false),
    ('project_team_worker', '{"swe_number": "SW1"}', true),
    ('project_team_approval', '{}', false),
    ('project_team_cost', '{"quarter": "2026-Q1"}', true),
    ('project_team_cost_line', '{"swe_number": "SW1"}', false),
    ('supplier_incident', '{}', false),
    ('conversion', '{}', false),
    ('headhunting_report', '{}', false),
    ('information_given', '{"stage": "RECRUITMENT"}', false),
    ('information_count', '{"month": "2025-11-01"}', true),
    ('requirement', '{}', false),
    ('requirement_invitation', jsonb_build_object('supplier', pg_temp.id('other supplier')), false),
    ('rule_exception', '{}', true),
    ('sign_off', '{"role": "CHIEF_EXECUTIVE"}', false),
    ('breach', '{}', false);
-- What belongs to a record, whose authority it is of: a successor goes on with what it has inherited.
CREATE TEMP TABLE belonging (rel, owner) AS VALUES
    ('placement_rate', 'placement'), ('placement_extension', 'placement'), ('placement_decision', 'placement'),
    ('information_given', 'placement'), ('conversion', 'placement'),
    ('sign_off', 'exception'),
    ('placement_review', 'placement'), ('breach', 'placement'), ('eligibility_check', 'placement'), ('project_team_terms', 'team'),
    ('project_team_extension', 'team'), ('project_team_worker', 'team'), ('project_team_approval', 'team worker'),
    ('project_team_cost', 'team'), ('project_team_cost_line', 'team cost');
CREATE TEMP TABLE sample (rel text, row jsonb);
DO $$
DECLARE
    t record;
BEGIN
    FOR t IN SELECT rel, fresh FROM tenant LOOP
        EXECUTE format('INSERT INTO sample SELECT %L, to_jsonb(x) || %L FROM %I x WHERE authority = 886',
            t.rel, t.fresh, t.rel);
    END LOOP;
END $$;
-- The statement that inserts the sample as an authority's.
CREATE FUNCTION pg_temp.insertion(rel text, authority integer) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('INSERT INTO %1$I SELECT (jsonb_populate_record(NULL::%1$I, %2$L)).*', insertion.rel,
                  s.row || jsonb_build_object('id', gen_random_uuid(), 'authority', insertion.authority))
    FROM sample s WHERE s.rel = insertion.rel
$$;
-- The names, scopes and labels of the people, grants and tokens that somebody sees.
CREATE FUNCTION pg_temp.people_seen() RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    RETURN ARRAY[(SELECT string_agg(p.name, ',' ORDER BY p.name) FROM principal p),
                 (SELECT string_agg(DISTINCT coalesce(g.authority::text, g.region, 'supplier'), ',')
                  FROM role_grant g),
                 (SELECT string_agg(t.label, ',' ORDER BY t.label) FROM token t)];
END $$;
GRANT EXECUTE ON FUNCTION pg_temp.people_seen TO accord_app;
CREATE TEMP TABLE guarded AS
SELECT c.oid::regclass::text AS rel FROM pg_class c
WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p') AND c.relrowsecurity
  AND has_table_privilege('accord_app', c.oid, 'SELECT');
GRANT SELECT ON tenant, belonging, sample, guarded TO accord_app;

SELECT no_plan();

-- begin_as.
SET LOCAL ROLE accord_app;
SELECT results_eq($$ SELECT principal, role, scope, authority, authority_code, region, supplier
                     FROM begin_as(sha256('kent'), '{OFFICER,HR}', 'act', 'GET /', pg_temp.id('request')) $$,
    $$ VALUES (pg_temp.id('kent'), 'OFFICER', 'authority:886', 886, '886', 'South East', NULL::uuid) $$,
    'begin_as says who it is');
SELECT results_eq($$ SELECT s, current_setting('accord.' || s)
        FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier',
                          'action', 'route', 'request']) s $$,
    $$ VALUES ('principal', pg_temp.id('kent')::text), ('role', 'OFFICER'), ('scope', 'authority:886'),
              ('authority', '886'), ('authorities', '{886}'), ('region', 'South East'), ('supplier', ''),
              ('action', 'act'), ('route', 'GET /'), ('request', pg_temp.id('request')::text) $$,
    'and sets it');
SELECT results_eq($$ SELECT scope, region FROM begin_as(sha256('south east'), NULL, '', '', NULL) $$,
    $$ VALUES ('region:South East', 'South East') $$, 'a region''s administrator is of the region');
SELECT is(current_setting('accord.authorities'), '{}', 'and of no authority');
SELECT results_eq($$ SELECT scope, supplier FROM begin_as(sha256('agency'), NULL, '', '', NULL) $$,
    $$ SELECT 'supplier:' || pg_temp.id('supplier'), pg_temp.id('supplier') $$, 'a supplier is itself');
SELECT is(current_setting('accord.region'), '', 'and of no region');
SELECT throws_ok($$ SELECT begin_as(sha256('nobody knows'), NULL, '', '', NULL) $$,
    'AC001', 'token_invalid', 'an unknown token');
SELECT throws_ok($$ SELECT begin_as('\x00', NULL, '', '', NULL) $$,
    'AC001', 'token_invalid', 'what is no hash');
SELECT throws_ok($$ SELECT begin_as(sha256('kent'), '{HR,DCS}', '', '', NULL) $$,
    'AC001', 'forbidden', 'another role');
SELECT lives_ok($$ SELECT begin_as(sha256('kent'), '{HR,OFFICER}', '', '', NULL) $$, 'one of the roles');
RESET ROLE;
UPDATE token SET revoked_at = now() WHERE hash = sha256('kent hr');
SELECT throws_ok($$ SELECT pg_temp.act_as('kent hr') $$,
    'AC001', 'token_invalid', 'a revoked token, at once');
UPDATE token SET revoked_at = NULL, expires_at = now() WHERE hash = sha256('kent hr');
SELECT throws_ok($$ SELECT pg_temp.act_as('kent hr') $$, 'AC001', 'token_expired', 'an expired token');
UPDATE token SET expires_at = now() + interval '1 day' WHERE hash = sha256('kent hr');
UPDATE role_grant SET valid = daterange('2025-01-01', current_date) WHERE id = pg_temp.id('grant kent hr');
SELECT throws_ok($$ SELECT pg_temp.act_as('kent hr') $$, 'AC001', 'token_expired', 'a grant that has ended');
UPDATE role_grant SET valid = daterange(current_date + 1, NULL) WHERE id = pg_temp.id('grant kent hr');
SELECT throws_ok($$ SELECT pg_temp.act_as('kent hr') $$,
    'AC001', 'token_expired', 'a grant that has not begun');
UPDATE role_grant SET valid = daterange('2025-01-01', NULL), superseded_at = now()
    WHERE id = pg_temp.id('grant kent hr');
SELECT throws_ok($$ SELECT pg_temp.act_as('kent hr') $$,
    'AC001', 'token_invalid', 'a grant that was withdrawn');
SET LOCAL ROLE accord_app;

-- Nobody.
SELECT pg_temp.act_as('kent');
SELECT is_empty($$ SELECT * FROM begin_as(NULL, NULL, NULL, NULL, NULL) $$, 'no token is nobody');
SELECT is(string_agg(current_setting('accord.' || s), ''), '',
    'and nothing of the last identity stays')
FROM unnest(ARRAY['principal', 'role', 'scope', 'authority', 'authorities', 'region', 'supplier']) s;
SELECT is_empty(format('SELECT 1 FROM %s', rel), 'nobody sees no ' || rel) FROM guarded ORDER BY rel;
SELECT throws_ok(pg_temp.insertion(rel, 886), '42501', NULL, 'nobody writes no ' || rel) FROM tenant;

-- Kent and its neighbour.
SELECT pg_temp.act_as('kent');
SELECT results_eq(format('SELECT DISTINCT authority FROM %I', rel), 'VALUES (886)',
    rel || ': its own rows alone are seen') FROM tenant;
SELECT is_empty(format('SELECT 1 FROM %I WHERE authority = 887', rel),
    rel || ': nor when they are asked for') FROM tenant;
SELECT lives_ok(pg_temp.insertion(rel, 886), rel || ': its own are added') FROM tenant;
SELECT throws_ok(pg_temp.insertion(rel, 887), '42501', NULL, rel || ': another''s are not') FROM tenant;
SELECT isnt_empty(format('UPDATE %I SET superseded_at = now() WHERE authority = 886 RETURNING 1', rel),
    rel || ': its own are superseded') FROM tenant WHERE changes;
SELECT is_empty(format('UPDATE %I SET superseded_at = now() WHERE authority = 887 RETURNING 1', rel),
    rel || ': another''s are not') FROM tenant WHERE changes;
SELECT throws_ok(format('UPDATE %I SET authority = 887', rel), '42501', NULL,
    rel || ': rows are not handed over') FROM tenant;
SELECT throws_ok(format('UPDATE %I SET id = gen_random_uuid()', rel), '42501', NULL,
    rel || ': rows are not rewritten') FROM tenant;
SELECT throws_ok('DELETE FROM ' || rel, '42501', NULL, rel || ': nothing is deleted') FROM tenant;
SELECT throws_ok('TRUNCATE ' || rel || ' CASCADE', '42501', NULL, rel || ': nothing is truncated')
    FROM tenant;
-- A key into another's row would tell that it is there.
SELECT throws_ok($$ INSERT INTO breach (id, authority, placement, rule, layer, state, detected_on,
    known_after_start)
    VALUES (gen_random_uuid(), 886, pg_temp.id('placement 887'), 'NOTICE', 'NATIONAL', 'OPEN', '2025-10-06',
        false) $$,
    '23503', NULL, 'a breach of another''s placement is a breach of none');
SELECT throws_ok($$ INSERT INTO placement_rate (id, authority, placement, valid_from, pay_type, coverage,
    unit, pay_pence)
    VALUES (gen_random_uuid(), 886, pg_temp.id('placement 887'), '2025-12-01', 'PAYE', 'PAY_ONLY', 'HOUR',
        3000) $$,
    '23503', NULL, 'a rate of another''s placement is a rate of none');
SELECT throws_ok(pg_temp.insertion('placement', 886), '23505', NULL, 'a placement once');
SELECT lives_ok(pg_temp.insertion('employment', 886), 'a spell again, since the first was superseded');
SELECT throws_ok(pg_temp.insertion('employment', 886), '23505', NULL, 'a spell once');

SELECT pg_temp.act_as('medway');
SELECT results_eq(format('SELECT DISTINCT authority FROM %I', rel), 'VALUES (887)',
    rel || ': so it is the other way round') FROM tenant;

-- People, grants and tokens: an administrator's own, and nobody else's.
SELECT pg_temp.act_as('kent');
SELECT is(pg_temp.people_seen(), '{NULL,NULL,NULL}', 'kent sees nobody');
SELECT pg_temp.act_as('kent auditor');
SELECT is(pg_temp.people_seen(), '{NULL,NULL,NULL}', 'kent auditor sees nobody');
SELECT pg_temp.act_as('agency');
SELECT is(pg_temp.people_seen(), '{NULL,NULL,NULL}', 'agency sees nobody');
SELECT pg_temp.act_as('kent admin');
SELECT is(pg_temp.people_seen(),
    ARRAY['kent,kent admin,kent auditor,kent hr', '886', 'kent,kent admin,kent auditor,kent hr'],
    'an authority''s administrator sees its own');
PREPARE add_person AS INSERT INTO principal (id, kind, name, authority, region)
    VALUES (gen_random_uuid(), 'PERSON', 'x', $1, $2);
PREPARE add_grant AS INSERT INTO role_grant (id, principal, role, authority, region, supplier, valid)
    VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, daterange('2025-01-01', NULL));
PREPARE add_token AS INSERT INTO token (hash, id, role_grant, label, expires_at)
    VALUES (sha256(gen_random_uuid()::text::bytea), gen_random_uuid(), $1, 'x', now() + interval '1 day');
SELECT lives_ok('EXECUTE add_person(886, NULL)', 'it adds a person');
SELECT throws_ok(format('EXECUTE add_person(%s)', kept), '42501', NULL, 'but none kept by ' || kept)
FROM unnest(ARRAY['887, NULL', 'NULL, ''South East''', 'NULL, NULL']) kept;
SELECT lives_ok($$ EXECUTE add_grant(pg_temp.id('kent'), 'HR', 886, NULL, NULL) $$, 'it grants');
SELECT throws_ok(format('EXECUTE add_grant(pg_temp.id(%L), %s)', who, what), '42501', NULL,
    'but not to ' || who || ' ' || what)
FROM (VALUES ('kent', '''OFFICER'', 887, NULL, NULL'), ('kent', '''REGION_ADMIN'', NULL, ''South East'', NULL'),
             ('kent', '''SUPPLIER'', NULL, NULL, pg_temp.id(''supplier'')'),
             ('medway', '''OFFICER'', 886, NULL, NULL'))
    AS g(who, what);
SELECT lives_ok($$ EXECUTE add_token(pg_temp.id('grant kent')) $$, 'it makes a token');
SELECT throws_ok($$ EXECUTE add_token(pg_temp.id('grant medway')) $$, '42501', NULL,
    'but not of another''s grant');
SELECT isnt_empty($$ UPDATE token SET revoked_at = now()
    WHERE id = pg_temp.id('token kent hr') RETURNING id $$,
    'it revokes its own');
SELECT is_empty($$ UPDATE token SET revoked_at = now() WHERE id = pg_temp.id('token medway') RETURNING id $$,
    'and no other');
SELECT is_empty($$ UPDATE role_grant SET superseded_at = now()
    WHERE id = pg_temp.id('grant medway') RETURNING id $$,
    'and ends no other''s grant');
SELECT throws_ok($$ UPDATE role_grant SET role = 'DCS' $$, '42501', NULL, 'a grant is not rewritten');
SELECT throws_ok($$ UPDATE token SET expires_at = 'infinity' $$, '42501', NULL, 'nor a token prolonged');
PREPARE set_contact AS INSERT INTO principal_contact (principal, work_email) VALUES ($1, 'somebody@council.example')
    ON CONFLICT (principal) DO UPDATE SET work_email = excluded.work_email;
SELECT lives_ok($$ EXECUTE set_contact(pg_temp.id('kent')) $$, 'its people have addresses')
FROM generate_series(1, 2);
SELECT throws_ok($$ EXECUTE set_contact(pg_temp.id('medway')) $$, '42501', NULL, 'other people from others alone');
SELECT throws_ok('DELETE FROM principal_contact', '42501', NULL, 'which are taken off, and not deleted');
SELECT throws_ok('SELECT FROM reminder', '42501', NULL, 'when somebody was written to is the host''s to know');
SELECT pg_temp.act_as('south east');
SELECT is(pg_temp.people_seen(), ARRAY['agency,south east', 'South East,supplier', 'agency,south east'],
    'a region''s administrator sees the region''s and its suppliers''');
SELECT lives_ok($$ EXECUTE set_contact(pg_temp.id('agency')) $$, 'and has their addresses');
SELECT results_eq('UPDATE principal_contact SET no_reminders = true RETURNING principal', ARRAY[pg_temp.id('agency')],
    'of which alone it says who is to be written to');
SELECT pg_temp.act_as('london');
SELECT is(pg_temp.people_seen(), ARRAY['london', 'London', 'london'], 'and no other region''s');
SELECT throws_ok($$ EXECUTE add_grant(pg_temp.id('london'), 'SUPPLIER', NULL, NULL, pg_temp.id('supplier')) $$,
    '42501', NULL, 'nor grants at its suppliers');

-- Roles without an authority.
SELECT pg_temp.act_as('south east');
SELECT is_empty('SELECT 1 FROM ' || rel, rel || ': a region''s administrator sees no records of workers')
    FROM tenant;
SELECT throws_ok(pg_temp.insertion(rel, 886), '42501', NULL, rel || ': and writes none') FROM tenant;
SELECT pg_temp.act_as('agency');
SELECT is_empty('SELECT 1 FROM ' || rel, rel || ': nor does a supplier')
    FROM tenant WHERE rel <> 'requirement_invitation';

-- A requirement lets the supplier that it invites act for its authority, for one batch.
SELECT pg_temp.act_as('agency');
SELECT results_eq('SELECT id FROM requirements_offered() ORDER BY authority',
    $$ SELECT pg_temp.id('requirement ' || a) FROM unnest(ARRAY[886, 887]) AS a ORDER BY a $$,
    'a supplier is told of what it is invited to, and not by who is no more');
SELECT results_eq('SELECT id FROM requirement_invitation ORDER BY authority',
    $$ SELECT pg_temp.id('invitation ' || a) FROM unnest(ARRAY[886, 887, 909]) AS a ORDER BY a $$,
    'it sees its own invitations');
SELECT is_empty('SELECT 1 FROM requirement', 'and reads no requirement itself');
SELECT is_empty('SELECT 1 FROM requirement_candidate', 'nor a candidate');
SELECT throws_ok($$ SELECT act_for_requirement(pg_temp.id('requirement 936')) $$, 'AC001', 'not_found',
    'it acts for no requirement that is not there');
SELECT lives_ok($$ SELECT act_for_requirement(pg_temp.id('requirement 887')) $$, 'it acts for one that invites it');
SELECT results_eq('SELECT DISTINCT authority FROM employment', 'VALUES (887)',
    'with the sight of that authority alone');
SELECT is(current_setting('accord.scope'), 'supplier:' || pg_temp.id('supplier'), 'and it stays who it is');
SELECT throws_ok($$ SELECT act_for_requirement(pg_temp.id('requirement 886')) $$, 'AC001', 'not_found',
    'from there it goes no further');
SELECT lives_ok($$ INSERT INTO requirement_candidate (id, authority, requirement, supplier, swe_number, pay_type,
    coverage, pay_pence, eligibility_check, answer)
    VALUES (gen_random_uuid(), 887, pg_temp.id('requirement 887'), pg_temp.id('supplier'), 'SW1', 'PAYE', 'PAY_ONLY',
        3000, pg_temp.id('check 887'), 'CLEAR') $$, 'it puts a worker forward');
SELECT pg_temp.act_as('agency');
SELECT is(current_setting('accord.authorities'), '{}', 'the next batch is the supplier''s again');
SELECT is_empty('SELECT 1 FROM employment', 'and sees nothing');
SELECT pg_temp.act_as('kent');
SELECT throws_ok($$ SELECT act_for_requirement(pg_temp.id('requirement 887')) $$, 'AC001', 'not_found',
    'nobody else acts for a requirement');
SELECT is_empty('SELECT 1 FROM requirements_offered()', 'nor is anybody else told');
SELECT throws_ok($$ INSERT INTO requirement_candidate (id, authority, requirement, supplier, swe_number, pay_type,
    coverage, pay_pence, eligibility_check, answer)
    VALUES (gen_random_uuid(), 886, pg_temp.id('requirement 886'), pg_temp.id('supplier'), 'SW2', 'PAYE', 'PAY_ONLY',
        3000, pg_temp.id('check 886'), 'CLEAR') $$, '42501', NULL, 'an authority puts nobody forward in its name');
SELECT isnt_empty($$ UPDATE requirement SET closed_at = now() WHERE authority = 886 RETURNING 1 $$, 'a requirement is closed');
SELECT pg_temp.act_as('agency');
SELECT throws_ok($$ SELECT act_for_requirement(pg_temp.id('requirement 886')) $$, 'AC001', 'not_found',
    'and then lets nobody act');

-- A replay sees what the check was told of, for one batch: another successor's records too.
RESET ROLE;
UPDATE eligibility_check SET told_of = '{909,943}' WHERE id = pg_temp.id('check 909');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('cumberland');
SELECT lives_ok($$ SELECT see_as_told(pg_temp.id('check 909')) $$, 'who holds a check sees as it was told');
SELECT is(current_setting('accord.authorities'), '{909,943}', 'and that alone');
SELECT pg_temp.act_as('cumberland');
SELECT ok(current_setting('accord.authorities')::int[] @> '{909,942}', 'the next batch sees its own again');
SELECT pg_temp.act_as('kent');
SELECT throws_ok($$ SELECT see_as_told(pg_temp.id('check 909')) $$, 'AC001', 'not_found', 'nobody else does');
SELECT lives_ok($$ SELECT see_as_told(pg_temp.id('check 886')) $$, 'a check from before this was kept');
SELECT is(current_setting('accord.authorities'), '{886}', 'is told of what its holder sees');
SELECT throws_ok(format('INSERT INTO eligibility_check SELECT (jsonb_populate_record(NULL::eligibility_check, %L)).*',
        s.row || jsonb_build_object('id', gen_random_uuid(), 'told_of', ARRAY[886, 887])), '42501', NULL,
    'nobody is told of what is not theirs') FROM sample s WHERE s.rel = 'eligibility_check';

-- What is nobody's to read.
SELECT throws_ok('SELECT 1 FROM ' || rel, '42501', NULL, rel || ' is out of reach')
FROM unnest(ARRAY['worker_facts', 'audit_event_rest']) rel;
SELECT throws_ok('SELECT hash FROM token', '42501', NULL, 'nor is a token''s hash');
SELECT throws_ok($$ SELECT audit_partition('2030-01-01') $$,
    '42501', NULL, 'the application makes no partition');
SELECT throws_ok($$ SELECT bound_by('{886}', 'COOL_OFF', '2025-10-01', NULL) $$,
    '42501', NULL, 'nor asks the directory''s parts');
SELECT throws_ok('SET LOCAL row_security = off; SELECT 1 FROM employment', '42501', NULL,
    'row security is not switched off');

-- Succession: Cumberland holds what Cumbria recorded, and adds to its own.
SELECT pg_temp.act_as('cumberland');
SELECT is(current_setting('accord.authorities')::integer[] @> '{909,942}', true, 'a successor is both');
SELECT results_eq(format('SELECT DISTINCT authority FROM %I', rel), 'VALUES (909)',
    rel || ': a successor inherits') FROM tenant;
SELECT isnt_empty(format('UPDATE %I SET superseded_at = now() WHERE authority = 909 RETURNING 1', rel),
    rel || ': and corrects') FROM tenant WHERE rel IN ('employment', 'leaver_statement');
SELECT throws_ok(pg_temp.insertion(rel, 909), '42501', NULL, rel || ': but records as itself') FROM tenant
WHERE rel NOT IN (SELECT b.rel FROM belonging b WHERE b.rel <> 'eligibility_check');
SELECT lives_ok(replace(replace(pg_temp.insertion(rel, 909), pg_temp.id(owner || ' 886')::text,
    pg_temp.id(owner || ' 909')::text), 'pre_engagement', 'extension'), rel || ': and goes on with a ' || owner)
FROM belonging;
SELECT throws_ok(pg_temp.insertion(rel, 887), '42501', NULL, rel || ': but not with a neighbour''s') FROM tenant;

-- A reference that Kent asks of Medway is theirs, and nobody else's: not even that it is there.
RESET ROLE;
INSERT INTO reference (id, version, authority, provider, provider_authority, swe_number, used_for, status, engaged_from,
    asked_on, recorded_by)
VALUES (pg_temp.id('asked'), 1, 886, 'INTERNAL', 887, 'SW9886', 'AGENCY', 'ASKED', '2021-01-04', '2025-09-01', pg_temp.id('kent'));
SET LOCAL ROLE accord_app;
PREPARE go_on (integer) AS INSERT INTO reference (id, version, authority, provider, provider_authority, swe_number, used_for,
    status, engaged_from, asked_on, decline_reason)
VALUES (pg_temp.id('asked'), $1, 886, 'INTERNAL', 887, 'SW9886', 'AGENCY', 'DECLINED', '2021-01-04', '2025-09-01', 'NO_REFEREE');
SELECT pg_temp.act_as(who) FROM unnest(ARRAY['surrey']) who;
SELECT is_empty($$ SELECT 1 FROM reference WHERE id = pg_temp.id('asked') $$, 'a third party sees no reference');
SELECT is_empty($$ UPDATE reference SET superseded_at = now() WHERE id = pg_temp.id('asked') RETURNING 1 $$, 'nor changes it');
SELECT throws_ok('EXECUTE go_on(2)', '42501', NULL, 'nor goes on with it');
SELECT pg_temp.act_as('medway');
SELECT isnt_empty($$ SELECT 1 FROM reference WHERE id = pg_temp.id('asked') $$, 'who is asked sees it');
SELECT throws_ok('EXECUTE go_on(1)', '42501', NULL, 'and begins none in who asks''s name');
SELECT isnt_empty($$ UPDATE reference SET superseded_at = now() WHERE id = pg_temp.id('asked') RETURNING 1 $$, 'it goes on with it');
SELECT lives_ok('EXECUTE go_on(2)', 'by a later version');
SELECT pg_temp.act_as('kent');
SELECT results_eq($$ SELECT version FROM reference WHERE id = pg_temp.id('asked') AND superseded_at IS NULL $$, 'VALUES (2)',
    'which who asked sees');

-- A review is the supplier's to see once it was sent.
SELECT pg_temp.act_as('agency');
SELECT is_empty('SELECT 1 FROM placement_review', 'a supplier sees no review that was not sent');
SELECT results_eq('SELECT count(*), count(*) FILTER (WHERE given) FROM references_given() WHERE authority = ''887''',
    'VALUES (1::bigint, 0::bigint)',
    'and of its own placements whether a reference was given');
RESET ROLE;
UPDATE placement_review SET sent_to_supplier_on = '2025-12-01' WHERE authority = 887;
SET LOCAL ROLE accord_app;
SELECT results_eq('SELECT DISTINCT authority FROM placement_review', 'VALUES (887)', 'a supplier sees what it was sent');
SELECT pg_temp.act_as('kent');
SELECT is_empty('SELECT 1 FROM references_given()', 'to an authority nothing was given');

-- The region's own tables.
SELECT pg_temp.act_as('kent');
SELECT isnt_empty('SELECT 1 FROM ' || rel, rel || ' is public to whoever has signed in')
FROM unnest(ARRAY['agreement', 'agreement_terms', 'agreement_protocol', 'membership', 'membership_phase',
    'supplier']) rel;
PREPARE add_agreement AS INSERT INTO agreement (id, lead_region, name, kind, regions, legal_basis, valid)
    VALUES (gen_random_uuid(), 'South East', 'Another', 'REGION', '{South East}', 'REGIONAL_MOC',
        daterange('2026-01-01', NULL));
PREPARE add_supplier AS INSERT INTO supplier (id, region, name, tier, supplies)
    VALUES (gen_random_uuid(), 'South East', 'Another', 'SECOND', 'TEMP');
PREPARE add_cap AS INSERT INTO rate_cap (id, agreement, lead_region, job_type, pay_type, coverage, cap_pence,
    effective_from, status, source)
    VALUES (gen_random_uuid(), pg_temp.id('memorandum'), 'South East', 'TM', 'ALL', 'PAY_HOL_ENI_LEVY', 4000,
        '2025-10-01', 'PUBLISHED', 'test');
PREPARE end_cap AS UPDATE rate_cap SET superseded_at = now()
    WHERE id = pg_temp.id('cap PUBLISHED') RETURNING 1;
PREPARE end_terms AS UPDATE agreement_terms SET superseded_at = now()
    WHERE id = pg_temp.id('terms') RETURNING 1;
SELECT throws_ok(statement, '42501', NULL, statement || ': not an officer')
FROM unnest(ARRAY['add_agreement', 'add_supplier', 'add_cap']) statement;
SELECT is_empty(statement, statement || ': not an officer')
    FROM unnest(ARRAY['end_cap', 'end_terms']) statement;
SELECT pg_temp.act_as('london');
SELECT throws_ok(statement, '42501', NULL, statement || ': not another region')
FROM unnest(ARRAY['add_agreement', 'add_supplier', 'add_cap']) statement;
SELECT is_empty(statement, statement || ': not another region')
    FROM unnest(ARRAY['end_cap', 'end_terms']) statement;
SELECT throws_ok($$ INSERT INTO rate_cap (id, agreement, lead_region, job_type, pay_type, coverage,
    cap_pence, effective_from, status, source)
    VALUES (gen_random_uuid(), pg_temp.id('memorandum'), 'London', 'AP', 'ALL', 'PAY_HOL_ENI_LEVY', 4000,
        '2025-10-01', 'PUBLISHED', 'test') $$,
    '23503', NULL, 'nor under its own name in another''s agreement');
SELECT pg_temp.act_as('south east');
SELECT lives_ok(statement, statement || ': the lead region''s administrator')
FROM unnest(ARRAY['add_agreement', 'add_supplier', 'add_cap']) statement;
SELECT isnt_empty(statement, statement || ': the lead region''s administrator')
    FROM unnest(ARRAY['end_cap', 'end_terms']) statement;
SELECT throws_ok('add_cap', '23P01', NULL, 'published caps do not overlap');

-- Caps.
RESET ROLE;
UPDATE rate_cap SET superseded_at = NULL WHERE id = pg_temp.id('cap PUBLISHED');
SET LOCAL ROLE accord_app;
PREPARE caps_seen AS SELECT DISTINCT status::text FROM rate_cap
    WHERE agreement = pg_temp.id('memorandum') ORDER BY 1;
SELECT pg_temp.act_as('kent');
SELECT results_eq('caps_seen', $$ VALUES ('AGREED'), ('DRAFT'), ('HISTORICAL'), ('PUBLISHED') $$,
    'a signatory sees drafts');
SELECT pg_temp.act_as('south east');
SELECT results_eq('caps_seen', $$ VALUES ('AGREED'), ('DRAFT'), ('HISTORICAL'), ('PUBLISHED') $$,
    'so does the lead region');
SELECT pg_temp.act_as('surrey');
SELECT results_eq('caps_seen', $$ VALUES ('HISTORICAL'), ('PUBLISHED') $$,
    'a member without a signed sharing agreement does not');
SELECT pg_temp.act_as('bexley');
SELECT results_eq('caps_seen', $$ VALUES ('HISTORICAL'), ('PUBLISHED') $$,
    'nor an authority of another region');
SELECT pg_temp.act_as('london');
SELECT results_eq('caps_seen', $$ VALUES ('HISTORICAL'), ('PUBLISHED') $$,
    'nor that region''s administrator');
SELECT pg_temp.act_as('agency');
SELECT results_eq('caps_seen', $$ VALUES ('PUBLISHED') $$, 'a supplier sees what is published alone');
RESET ROLE;
UPDATE membership SET valid = daterange('2025-04-01', current_date) WHERE id = pg_temp.id('kent joins');
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT results_eq('caps_seen', $$ VALUES ('HISTORICAL'), ('PUBLISHED') $$,
    'who has left sees no more drafts');

-- The trail.
SELECT lives_ok($$ INSERT INTO audit_event (object_type, ids, outcome) VALUES ('placement', '{}', 'done') $$,
    'an event of one''s own');
SELECT throws_ok(format('INSERT INTO audit_event (%I, outcome) VALUES (%L, %L)', said, forged, 'done'),
    '42501', NULL, 'not with another''s ' || said)
FROM (VALUES ('principal', pg_temp.id('medway')::text), ('scope', 'authority:887'), ('authority', '887'),
             ('region', 'London'), ('role', 'DCS'), ('transaction', '1')) AS f(said, forged);
SELECT is_empty('SELECT 1 FROM audit_event', 'who is no auditor reads no trail, not even of oneself');
SELECT throws_ok($$ UPDATE audit_event SET outcome = 'done' $$, '42501', NULL, 'no event is changed');
SELECT throws_ok('DELETE FROM audit_event', '42501', NULL, 'no event is deleted');
SELECT throws_ok('TRUNCATE audit_event', '42501', NULL, 'the trail is not truncated');
SELECT throws_ok($$ INSERT INTO audit_event_rest (outcome) VALUES ('done') $$,
    '42501', NULL, 'nothing goes past the parent');
SELECT pg_temp.act_as('medway');
SELECT lives_ok($$ INSERT INTO audit_event (outcome) VALUES ('forbidden') $$, 'a neighbour''s event');
SELECT pg_temp.act_as('kent auditor');
SELECT results_eq($$ SELECT principal, role::text, scope, authority, region, action, route, outcome
    FROM audit_event $$,
    $$ VALUES (pg_temp.id('kent'), 'OFFICER', 'authority:886', 886, 'South East', 'test', 'TEST /',
        'done') $$,
    'an auditor reads its scope alone, and who it was stands there');
SELECT pg_temp.act_as_nobody();
SELECT throws_ok($$ INSERT INTO audit_event (outcome) VALUES ('done') $$,
    '42501', NULL, 'nobody leaves no event');

SELECT finish();
ROLLBACK;
