-- Verify accord:inheritance on pg
\ir ../policies.psql
:begin
SELECT team_authority FROM placement WHERE false;
SELECT require(count(*) = 1, 'a team is one that is held') FROM pg_constraint
WHERE conname = 'placement_team_fk' AND cardinality(conkey) = 2
  AND conkey[1] = (SELECT attnum FROM pg_attribute WHERE attrelid = 'placement'::regclass AND attname = 'team_authority');
SELECT told_of FROM eligibility_check WHERE false;
SELECT require(prosecdef AND proowner = 'accord_directory'::regrole, 'the directory owns it') FROM pg_proc
WHERE oid = 'see_as_told'::regproc;
ROLLBACK;
