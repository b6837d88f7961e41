-- Verify accord:reference_forms on pg
\ir ../policies.psql
:begin
SELECT authority, reference, version, media_type, size, sha256, content, recorded_at, recorded_by FROM reference_form WHERE false;
SELECT require(count(*) = 1, 'row security is forced') FROM pg_class
WHERE oid = 'reference_form'::regclass AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
