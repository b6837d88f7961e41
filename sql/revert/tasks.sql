-- Revert accord:tasks from pg
\ir ../policies.psql
:begin
DROP FUNCTION waiting;
DROP FUNCTION waiting_at_authorities, waiting_in_regions, waiting_at_suppliers;
DROP FUNCTION waiting_agreements;
DROP FUNCTION waiting_memberships, waiting_members, waiting_terms;
COMMIT;
