-- Verify accord:tasks on pg
\ir ../policies.psql
:begin
SELECT kind, authority, region, supplier, about, object, due, roles FROM waiting(current_date) WHERE false;
SELECT require(bool_and(NOT prosecdef AND proconfig IS NULL AND provolatile = 's'), 'the planner writes them out')
FROM pg_proc WHERE pronamespace = 'accord'::regnamespace AND proname ^@ 'waiting';
ROLLBACK;
