-- Verify accord:waiting on pg
\ir ../policies.psql
:begin
SELECT kind, authority, about, object, due, roles FROM waiting_placements(current_date) WHERE false;
SELECT kind, authority, about, object, due, roles FROM waiting_references(current_date) WHERE false;
SELECT kind, authority, about, object, due, roles FROM waiting_workers(current_date) WHERE false;
SELECT kind, authority, about, object, due, roles FROM waiting_exceptions(current_date) WHERE false;
SELECT kind, authority, about, object, due, roles FROM waiting_supply(current_date) WHERE false;
ROLLBACK;
