-- Verify accord:reference_records on pg
\ir ../policies.psql
:begin
SELECT id, region, name, version, valid_from, fields, note, recorded_at, recorded_by FROM reference_template WHERE false;
SELECT id, version, authority, provider, provider_authority, placement, swe_number, used_for, status, engaged_from, engaged_to,
       worker_agreed_on, asked_on, due_by, decline_reason, referee_name, referee_post, referee_body, relation, practice_based,
       template, answers, dated, received_on, verified_on, verified_how, verified_by, given_in_confidence,
       shared_with_worker_on, worker_comments, disputed, review, recorded_at, recorded_by, superseded_at, recorded_version,
       superseded_version
FROM reference WHERE false;
SELECT require(count(*) = 2, 'row security is forced') FROM pg_class
WHERE oid IN ('reference'::regclass, 'reference_template'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns its functions')
FROM pg_proc WHERE oid = 'references_given'::regproc;
SELECT require(count(*) = 1, 'the first template is there') FROM reference_template WHERE region IS NULL AND version = 1;
ROLLBACK;
