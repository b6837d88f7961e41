-- Revert accord:placement_life from pg
\ir ../policies.psql
:begin
DROP TABLE placement_decision, placement_extension;
DROP POLICY breach_directory ON breach;
DROP POLICY breach_change ON breach;
REVOKE SELECT ON breach FROM accord_directory;
REVOKE UPDATE (resolved_on) ON breach FROM accord_app;
DROP POLICY placement_rate_change ON placement_rate;
REVOKE UPDATE (valid_to, superseded_at) ON placement_rate FROM accord_app;
DROP POLICY placement_change ON placement;
REVOKE UPDATE (status, version, recheck, planned_end_date, end_date, end_reason, notice_served_days, notice_days,
               requirement_ref, external_ref, changed_at) ON placement FROM accord_app;
DROP INDEX placement_by_worker;
ALTER TABLE placement DROP recheck, DROP end_reason, DROP notice_served_days;
DROP DOMAIN decision, end_reason;
COMMIT;
