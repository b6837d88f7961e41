-- Revert accord:agreements from pg
\ir ../policies.psql
:begin
DROP VIEW binding;
DROP TABLE supplier_acceptance, membership_phase, membership, agreement_protocol, agreement_terms, agreement;
COMMIT;
