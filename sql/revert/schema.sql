-- Revert accord:schema from pg
-- No CASCADE: whatever was put here by another hand stops the revert.
\ir ../policies.psql
:begin
DROP FUNCTION require;
DROP DOMAIN agreement_kind, authority_kind, role, job_type, pay_type, coverage, basis, service,
    leaving_reason, exception,
    last_day_reading, legal_basis, obligation, protocol, cap_status, supplier_tier, supplies, category,
        engagement,
    placement_reason, bank_supply, pay_unit, purpose, placement_status, breach_state, principal_kind, rule,
        layer, verdict,
    outcome, swe_number, pence;
ALTER DEFAULT PRIVILEGES IN SCHEMA accord GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
DROP SCHEMA accord;
DROP EXTENSION btree_gist;
COMMIT;
