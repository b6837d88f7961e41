-- What waits, for the owner who asks for everybody, is what each of them is shown.
\ir begin.psql
\ir fixtures.psql
SELECT plan(23);

-- On a day on which much waits: the placements end soon, their references and information are owed.
SET LOCAL ROLE accord_owner;
UPDATE placement SET planned_end_date = '2025-10-31', equal_treatment_from = '2025-10-27';
INSERT INTO agreement_protocol (agreement, lead_region, protocol, phase) VALUES
    (pg_temp.id('memorandum'), 'South East', 'INFORMATION', 1);
INSERT INTO confirmation (id, authority, asked_by, swe_number, last_day, asked_at) VALUES
    (pg_temp.id('confirmation'), 886, 887, 'SW9886', '2025-05-12', '2025-09-01');
INSERT INTO dispute (id, authority, opened_through, swe_number, fact, statement, due_on, opened_at, opened_by) VALUES
    (pg_temp.id('dispute'), 887, 886, 'SW9887', 'LAST_DAY', 'test', '2025-10-13', '2025-09-13', pg_temp.id('kent'));
INSERT INTO supplier_acceptance (supplier, agreement, lead_region, terms, signed_on) VALUES
    (pg_temp.id('supplier'), pg_temp.id('memorandum'), 'South East', pg_temp.id('terms'), '2025-03-03');
UPDATE agreement_terms SET superseded_at = now() WHERE id = pg_temp.id('terms');
INSERT INTO agreement_terms (id, agreement, lead_region, valid, covers_own_authority, exceptions, cool_off_last_day,
    obligation) VALUES
    (pg_temp.id('later terms'), pg_temp.id('memorandum'), 'South East', daterange('2025-04-01', NULL), true, '{}',
     'BLOCKED', 'SHOULD');
INSERT INTO requirement (id, authority, job_type, start_date, recorded_by)
SELECT pg_temp.id('open ' || a), a, 'SW', '2025-11-03', pg_temp.id('kent') FROM unnest(ARRAY[886, 887, 909]) AS a;
INSERT INTO requirement_invitation (id, authority, requirement, supplier) VALUES
    (pg_temp.id('both, agency'), 886, pg_temp.id('open 886'), pg_temp.id('supplier')),
    (pg_temp.id('both, other'), 886, pg_temp.id('open 886'), pg_temp.id('other supplier')),
    (pg_temp.id('other alone'), 887, pg_temp.id('open 887'), pg_temp.id('other supplier')),
    (pg_temp.id('no more'), 909, pg_temp.id('open 909'), pg_temp.id('supplier'));
INSERT INTO notice (authority, kind, about, object, opened_at) VALUES
    (886, 'RECORD_CHANGED', 'eligibility_check', pg_temp.id('check 886'), '2025-10-06');

CREATE FUNCTION pg_temp.day() RETURNS date LANGUAGE sql IMMUTABLE AS $$ SELECT DATE '2025-10-10' $$;
GRANT EXECUTE ON FUNCTION pg_temp.day TO accord_app;
RESET ROLE;
CREATE TEMP TABLE told (who text, kind text, object uuid, due date);
GRANT SELECT, INSERT ON told TO accord_owner, accord_app;
SET LOCAL ROLE accord_owner;
INSERT INTO told
SELECT p.name, w.kind, w.object, w.due
FROM principal p
JOIN role_grant g ON g.principal = p.id
JOIN waiting(pg_temp.day()) w ON g.role = ANY (w.roles)
     AND (w.authority = ANY (inherited_by(g.authority, current_date)) OR w.region = g.region OR w.supplier = g.supplier);
SELECT is_empty($$ SELECT kind, object FROM waiting(pg_temp.day()) WHERE num_nonnulls(authority, region, supplier) <> 1 $$,
    'a row says whose it is by one scope');
SELECT is_empty($$ SELECT kind, object FROM waiting(pg_temp.day())
    WHERE roles = '{}' OR NOT roles <@ ARRAY['OFFICER', 'REQUESTER', 'HR', 'DCS', 'CHIEF_EXECUTIVE', 'AUTHORITY_ADMIN',
                                             'REGION_ADMIN', 'SUPPLIER'] $$, 'and whose roles see to it');
SELECT is_empty($$ SELECT kind, object, authority, region, supplier FROM waiting(pg_temp.day())
    GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1 $$, 'once');
SELECT ok(count(DISTINCT kind) > 12, 'much waits') FROM waiting(pg_temp.day());

-- As accord_app: by whose grants, and what the caller sees at all.
RESET ROLE;
CREATE FUNCTION pg_temp.shown() RETURNS TABLE (kind text, object uuid, due date) LANGUAGE sql STABLE AS $$
    SELECT w.kind, w.object, w.due FROM accord.waiting(pg_temp.day()) w
    WHERE current_setting('accord.role') = ANY (w.roles)
      AND (w.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR w.region = nullif(current_setting('accord.region', true), '')
           OR w.supplier = nullif(current_setting('accord.supplier', true), '')::uuid)
$$;
-- What one is shown and was not told, or was told and is not shown.
CREATE FUNCTION pg_temp.differs(caller text) RETURNS TABLE (kind text, object uuid, due date) LANGUAGE sql STABLE AS $$
    (SELECT * FROM pg_temp.shown() EXCEPT SELECT t.kind, t.object, t.due FROM told t WHERE t.who = caller)
    UNION ALL
    (SELECT t.kind, t.object, t.due FROM told t WHERE t.who = caller EXCEPT SELECT * FROM pg_temp.shown())
$$;
CREATE FUNCTION pg_temp.kinds() RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array_agg(DISTINCT kind ORDER BY kind) FROM pg_temp.shown()
$$;
CREATE FUNCTION pg_temp.is_shown(what text, record text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_temp.shown() WHERE kind = what AND object = pg_temp.id(record))
$$;
GRANT EXECUTE ON FUNCTION pg_temp.shown, pg_temp.differs, pg_temp.kinds, pg_temp.is_shown TO accord_app;
SET LOCAL ROLE accord_app;
SELECT pg_temp.act_as('kent');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('kent') $$, 'an officer');
SELECT ok(pg_temp.kinds() @> ARRAY['PLACEMENT_ENDING', 'EQUAL_TREATMENT', 'INFORMATION_TO_GIVE', 'REFERENCE_OWED',
    'CONFIRMATION', 'TEAM_APPROVAL', 'CANDIDATE_TO_CONSIDER', 'LEAVERS_TO_STATE', 'RECORD_CHANGED'], 'has tasks of many kinds');
SELECT ok(NOT pg_temp.is_shown('DISPUTE', 'dispute'), 'who opened a dispute for a worker does not decide it');
SELECT pg_temp.act_as('medway');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('medway') $$, 'a neighbour');
SELECT ok(pg_temp.is_shown('DISPUTE', 'dispute'), 'decides it');
SELECT ok(NOT pg_temp.is_shown('CONFIRMATION', 'confirmation'), 'who asked for a confirmation does not give it');
SELECT pg_temp.act_as('kent hr');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('kent hr') $$, 'HR');
SELECT pg_temp.act_as('kent admin');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('kent admin') $$, 'an administrator');
SELECT pg_temp.act_as('kent auditor');
SELECT is_empty('SELECT * FROM pg_temp.shown()', 'an auditor has nothing to do');
SELECT pg_temp.act_as('cumberland');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('cumberland') $$, 'a successor');
SELECT ok(pg_temp.is_shown('PLACEMENT_ENDING', 'placement 909'), 'goes on with its predecessor''s');
SELECT pg_temp.act_as('south east');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('south east') $$, 'a region');
SELECT is(pg_temp.kinds(), ARRAY['SHARING_AGREEMENT_TO_SIGN', 'TERMS_TO_ACCEPT'], 'has its memberships and terms');
SELECT pg_temp.act_as('london');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('london') $$, 'another');
SELECT is(pg_temp.kinds(), ARRAY['HEADHUNTING_TO_RESOLVE'], 'has its reports');
SELECT pg_temp.act_as('agency');
SELECT is_empty($$ SELECT * FROM pg_temp.differs('agency') $$, 'a supplier');
SELECT is(pg_temp.kinds(), ARRAY['CANDIDATE_TO_PUT_FORWARD', 'TERMS_TO_ACCEPT'], 'has its terms and what it is invited to');
SELECT results_eq($$ SELECT object, due FROM pg_temp.shown() WHERE kind = 'CANDIDATE_TO_PUT_FORWARD' $$,
    $$ VALUES (pg_temp.id('open 886'), DATE '2025-11-03') $$, 'and of that what it has not answered, alone');
SELECT pg_temp.act_as_nobody();
SELECT is_empty($$ SELECT kind, object FROM waiting(pg_temp.day()) $$, 'nobody sees that anything waits');

SELECT finish();
ROLLBACK;
