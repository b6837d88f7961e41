-- Verify accord:information on pg
\ir ../policies.psql
:begin
SELECT id, agreement, lead_region, name, valid_from, wording, recorded_at, recorded_by FROM information_version WHERE false;
SELECT id, authority, placement, information, stage, given_on, recorded_at, recorded_by FROM information_given WHERE false;
SELECT id, authority, information, stage, month, recruits, given, recorded_at, recorded_by, superseded_at
FROM information_count WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('information_version'::regclass, 'information_given'::regclass, 'information_count'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
