-- What must hold of every table, policy, key, function and role, whatever comes. Each test lists offenders.
\ir begin.psql
SELECT plan(42);

-- Public reference: no row is anybody's. Migrations and the host write it.
CREATE TEMP TABLE public_reference AS
SELECT unnest(ARRAY['region', 'authority', 'authority_code', 'authority_succession', 'delivery_body',
                    'ruleset', 'ruleset_parameter', 'rules_version', 'sign_off_chain',
                    'bank_holiday'])::regclass AS rel;

-- Tables with an authority column whose keys may lack it, and why.
CREATE TEMP TABLE keyed_otherwise (rel, why) AS VALUES
    ('authority_code'::regclass, 'public reference'),
    ('membership', 'memoranda are published, and the lead region writes them: the key names the agreement'),
    ('principal', 'a person is the same one in every role, whoever keeps the record'),
    ('role_grant', 'of an authority, a region or a supplier'),
    ('tombstone', 'of an authority''s rows, or of people whom a region keeps'),
    ('audit_event', 'append-only, keyed by time for its partitions; nothing refers to it');

CREATE TEMP VIEW rels AS
SELECT c.oid, c.oid::regclass AS rel, c.relkind, c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
    c.relowner, c.reloptions
FROM pg_class c WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S');
CREATE TEMP VIEW functions AS
SELECT p.oid, p.oid::regprocedure AS function, p.prosrc, p.prosecdef, p.proowner, p.proconfig, p.prolang,
    p.prokind, p.prorettype, p.prosqlbody IS NOT NULL AND p.proretset AND NOT p.prosecdef AS written_out,
    coalesce(p.proacl, acldefault('f', p.proowner)) AS acl
FROM pg_proc p WHERE p.pronamespace = 'accord'::regnamespace;
CREATE TEMP VIEW policies AS
SELECT format('%I.%I', schemaname, tablename)::regclass AS rel, policyname, roles, cmd, qual, with_check
FROM pg_policies WHERE schemaname = 'accord';
CREATE TEMP VIEW tables AS SELECT oid, rel, relispartition, relrowsecurity, relforcerowsecurity FROM rels
    WHERE relkind IN ('r', 'p');
CREATE TEMP VIEW with_authority AS
SELECT t.oid, t.rel, a.attnum FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
    AND a.attname = 'authority'
WHERE NOT t.relispartition;
-- Whether the application may do it to the table, or to any column of it.
CREATE FUNCTION pg_temp.app_may(rel oid, command text) RETURNS boolean LANGUAGE sql AS $$
    SELECT has_table_privilege('accord_app', rel, command)
        OR (command IN ('SELECT', 'INSERT', 'UPDATE')
            AND has_any_column_privilege('accord_app', rel, command))
$$;

-- Row-level security.
SELECT is_empty($$ SELECT rel FROM tables
    WHERE NOT (relrowsecurity AND relforcerowsecurity)
      AND rel NOT IN (SELECT p.rel FROM public_reference p) $$,
    'every table forces row security or is public reference');
SELECT is_empty($$ SELECT t.rel, c
    FROM tables t JOIN public_reference USING (rel), unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) c
    WHERE pg_temp.app_may(t.oid, c) $$, 'the application writes no public reference');
SELECT is_empty($$ SELECT rel FROM tables t WHERE relrowsecurity AND NOT EXISTS (
        SELECT FROM policies p WHERE p.rel = t.rel AND p.roles = '{accord_owner}' AND p.cmd = 'ALL'
            AND p.qual = 'true' AND p.with_check = 'true') $$,
    'the owner has its policy on every table: backfills and dumps see rows');
SELECT is_empty($$ SELECT rel, policyname FROM policies
    WHERE 'true' IN (qual, with_check) AND NOT roles <@ '{accord_owner,accord_directory,accord_audit}' $$,
    'only owner, directory and audit have a policy of true');
SELECT is_empty($$ SELECT rel, policyname FROM policies WHERE 'accord_audit' = ANY (roles)
    AND cmd <> 'SELECT' $$,
    'audit reads');
SELECT is_empty($$ SELECT rel, policyname FROM policies WHERE 'public' = ANY (roles) $$,
    'no policy is for everybody');
SELECT is_empty($$ SELECT t.rel, c FROM tables t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) c
    WHERE t.relrowsecurity AND pg_temp.app_may(t.oid, c)
      AND NOT EXISTS (SELECT FROM policies p WHERE p.rel = t.rel AND p.roles = '{accord_app}'
          AND p.cmd = c) $$,
    'every command granted to the application has a policy of its own');
SELECT is_empty($$ SELECT p.rel, p.policyname FROM policies p
    WHERE 'accord_app' = ANY (p.roles) AND (p.cmd = 'ALL' OR NOT pg_temp.app_may(p.rel, p.cmd)) $$,
    'every policy of the application stands for a grant');
SELECT is_empty($$ SELECT rel, policyname FROM policies
    WHERE regexp_replace(coalesce(qual, '') || coalesce(with_check, ''),
                         '\( SELECT (\(?NULLIF\()?(current_setting|pg_current_xact_id)\(', '', 'g')
          ~ '(current_setting|pg_current_xact_id)\(' $$,
    'identity is read in sub-selects, so that each is an InitPlan');
SELECT is_empty($$ SELECT rel FROM rels
    WHERE relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false) $$,
    'views look as their reader');
SELECT is_empty($$ SELECT rel FROM rels WHERE relkind NOT IN ('r', 'p', 'v') $$,
    'no materialised view, foreign table or sequence stands beside the policies');
SELECT is_empty($$ SELECT rel, relowner::regrole FROM rels WHERE relowner <> 'accord_owner'::regrole $$,
    'the owner owns every table');

-- Keys.
SELECT is_empty($$ SELECT rel FROM with_authority w WHERE rel NOT IN (SELECT k.rel FROM keyed_otherwise k)
    AND NOT EXISTS (
        SELECT FROM pg_constraint c WHERE c.conrelid = w.oid AND c.contype = 'p'
            AND w.attnum = ANY (c.conkey)) $$,
    'primary keys of tenant tables include the authority');
SELECT is_empty($$ SELECT c.conname FROM pg_constraint c
    JOIN with_authority f ON f.oid = c.conrelid
    JOIN with_authority t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND f.rel NOT IN (SELECT k.rel FROM keyed_otherwise k)
        AND t.rel NOT IN (SELECT k.rel FROM keyed_otherwise k)
      AND array_position(c.conkey, f.attnum) IS DISTINCT FROM array_position(c.confkey, t.attnum)
      AND c.conname <> 'placement_team_fk' /* a team may be inherited: placement_add holds it */ $$,
    'foreign keys between tenant tables pair authority with authority');
SELECT is_empty($$ SELECT c.conname FROM pg_constraint c
    JOIN with_authority f ON f.oid = c.conrelid
    JOIN with_authority t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND f.rel NOT IN (SELECT k.rel FROM keyed_otherwise k)
        AND t.rel NOT IN (SELECT k.rel FROM keyed_otherwise k)
      AND NOT f.attnum = ANY (c.conkey) AND c.conname <> 'placement_team_fk' $$, 'foreign keys between tenant tables include the authority');
SELECT is_empty($$ SELECT conname FROM pg_constraint
    WHERE connamespace = 'accord'::regnamespace AND conparentid = 0
      AND conrelid NOT IN (SELECT oid FROM rels WHERE relispartition)
      AND conname ~ '_(pkey|fkey|key|check|excl|not_null)[0-9]*$' $$, 'every constraint was given its name');
SELECT is_empty($$ SELECT conname FROM pg_constraint
    WHERE connamespace = 'accord'::regnamespace AND (condeferrable OR NOT convalidated) $$,
    'no constraint waits');
SELECT is_empty($$ SELECT conname FROM pg_constraint WHERE connamespace = 'accord'::regnamespace
    AND conparentid = 0
      AND conrelid NOT IN (SELECT oid FROM rels WHERE relispartition) GROUP BY conname HAVING count(*) > 1 $$,
    'a constraint''s name says which it is');
SELECT is_empty($$ SELECT indexrelid::regclass FROM pg_index i JOIN rels r ON r.oid = i.indrelid
    WHERE NOT r.relispartition AND indexrelid::regclass::text ~ '_(idx|key)[0-9]*$' $$,
    'every index was given its name');
SELECT is_empty($$ SELECT c.conname FROM pg_constraint c JOIN rels r ON r.oid = c.conrelid
    WHERE c.contype = 'f' AND c.confrelid = 'authority'::regclass AND NOT r.relispartition
        AND confdeltype <> 'a' $$,
    'no deletion cascades from an authority');

-- Columns and comments.
SELECT is_empty($$ SELECT r.rel, a.attname, format_type(a.atttypid, NULL) FROM rels r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE a.atttypid = ANY (
        '{timestamp,time,timetz,float4,float8,numeric,money,varchar,bpchar,json}'::regtype[]) $$,
    'no local times, no floating or decimal money, no lengths in types');
SELECT is_empty($$ SELECT r.rel, a.attname FROM rels r JOIN pg_attribute a ON a.attrelid = r.oid
    WHERE a.attname LIKE '%\_pence' AND a.atttypid NOT IN ('pence'::regtype, 'bigint'::regtype) $$,
    'money is whole pence');
SELECT is_empty($$ SELECT rel FROM rels WHERE obj_description(oid, 'pg_class') IS NULL $$,
    'every table and view is commented, partitions included');
-- A partition's columns are its parent's, and are commented there.
SELECT is_empty($$ SELECT r.rel, a.attname FROM rels r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE NOT r.relispartition AND col_description(r.oid, a.attnum) IS NULL $$, 'every column is commented');
SELECT is_empty($$ SELECT function FROM functions WHERE obj_description(oid, 'pg_proc') IS NULL $$,
    'every function is commented');
SELECT is_empty($$ SELECT oid::regtype FROM pg_type
    WHERE typnamespace = 'accord'::regnamespace AND typtype = 'd'
        AND obj_description(oid, 'pg_type') IS NULL $$,
    'every domain is commented');

-- Functions.
SELECT is_empty($$ SELECT function FROM functions
    WHERE prosecdef AND proowner <> 'accord_directory'::regrole
        AND function NOT IN ('rules_version_move()'::regprocedure, 'rules_stamp()'::regprocedure) $$,
    'definer functions are the directory''s; the trigger that counts rule changes is the owner''s');
SELECT is_empty($$ SELECT function FROM functions
    WHERE NOT coalesce('search_path=accord, pg_temp' = ANY (proconfig), false) AND NOT written_out
        AND function <> 'on_record(bigint,bigint,bigint)'::regprocedure $$,
    'search_path is pinned, pg_temp last, but where names were looked up when the function was made');
SELECT is_empty($$ SELECT f.function FROM functions f JOIN pg_language l ON l.oid = f.prolang
    WHERE (l.lanname <> 'plpgsql' OR f.prokind <> 'f') AND NOT f.written_out
        AND f.function <> 'on_record(bigint,bigint,bigint)'::regprocedure $$,
    'functions in plpgsql, no procedures: plans are kept, nothing commits; mere expressions are inlined');
SELECT is_empty($$ SELECT function FROM functions WHERE written_out AND proconfig IS NOT NULL $$,
    'what is a mere expression has no settings, which would stop the planner from writing it out');
SELECT is_empty($$ SELECT f.function FROM functions f, aclexplode(f.acl) a WHERE a.grantee = 0 $$,
    'PUBLIC executes nothing');
SELECT is_empty($$ SELECT function FROM functions
    WHERE has_function_privilege('accord_app', oid, 'EXECUTE') AND prosrc ~* '\mexecute\M' $$,
    'no dynamic SQL in what the application may call');
SELECT is_empty($$ SELECT function FROM functions WHERE prorettype = 'trigger'::regtype
    AND (has_function_privilege('accord_app', oid, 'EXECUTE') OR proowner <> 'accord_owner'::regrole) $$,
    'trigger functions fire and are not called');
SELECT set_eq($$ SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgfoid = 'rules_stamp'::regproc
    AND tgenabled = 'O' $$,
    ARRAY['ruleset', 'ruleset_parameter', 'agreement', 'agreement_terms', 'agreement_protocol', 'membership',
        'membership_phase',
          'rate_cap', 'role_mapping', 'authority_succession', 'delivery_body', 'project_team_terms', 'project_team_worker',
          'project_team_approval', 'project_team_cost', 'sign_off_chain'], 'what the rules rest on moves the rules version');

-- Roles.
SELECT is_empty($$ SELECT roleid::regrole FROM pg_auth_members WHERE member = 'accord_app'::regrole $$,
    'the application is member of no role');
SELECT is_empty($$ SELECT rolname FROM pg_roles WHERE rolname LIKE 'accord\_%'
    AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication) $$,
    'no role goes round row security');
SELECT is_empty($$ SELECT t.rel, c FROM tables t, unnest(ARRAY['DELETE', 'TRUNCATE', 'REFERENCES',
    'TRIGGER']) c
    WHERE has_table_privilege('accord_app', t.oid, c) $$, 'the application deletes and truncates nothing');
SELECT is_empty($$ SELECT rel, c FROM unnest(ARRAY['audit_event', 'idempotency']::regclass[]) rel,
        unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) c WHERE pg_temp.app_may(rel, c) $$,
    'trail and answers are append-only');
SELECT is_empty($$ SELECT t.rel FROM tables t, unnest(ARRAY['accord_app', 'accord_audit',
    'accord_retention']) r
    WHERE t.relispartition AND has_table_privilege(r, t.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') $$,
    'partitions are reached through their parent');
SELECT is_empty($$ SELECT r, n FROM unnest(ARRAY['accord_app', 'accord_audit', 'accord_retention',
    'accord_import']) r,
        unnest(ARRAY['accord', 'public', 'sqitch']) n WHERE has_schema_privilege(r, n, 'CREATE')
    UNION ALL SELECT 'accord_app', 'TEMPORARY' WHERE has_database_privilege('accord_app', current_database(),
        'TEMPORARY') $$,
    'who runs makes nothing');
SELECT is_empty($$ SELECT t.rel, c FROM tables t, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) c
    WHERE has_table_privilege('accord_directory', t.oid, c) AND t.rel NOT IN ('worker_facts'::regclass, 'recheck'::regclass, 'notice'::regclass, 'recheck_day'::regclass, 'sweep'::regclass) $$,
    'the directory writes workers'' versions, and what it queues and tells across authorities, alone');
SELECT is_empty($$ SELECT t.rel, c FROM tables t, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) c,
    unnest(ARRAY['accord_audit', 'accord_retention']) r
    WHERE has_table_privilege(r, t.oid, c) AND NOT (r = 'accord_retention' AND c = 'DELETE'
        AND t.rel = 'idempotency'::regclass) $$,
    'audit writes nothing, retention deletes expired keys');

SELECT finish();
ROLLBACK;
