-- Verify accord:corrections on pg
\ir ../policies.psql
:begin
SELECT require(count(*) = 1, 'inherited spells can be corrected') FROM pg_policies
WHERE schemaname = 'accord' AND tablename = 'employment' AND policyname = 'employment_correct' AND cmd = 'INSERT';
ROLLBACK;
