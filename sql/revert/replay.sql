-- Revert accord:replay from pg
\ir ../policies.psql
:begin
ALTER TABLE eligibility_check DROP hirer, DROP checked_on, DROP rules_version, DROP silent_authorities, DROP rules_asked;
DROP FUNCTION on_record;
DROP TABLE worker_qualification;
DROP VIEW binding;
CREATE VIEW binding WITH (security_invoker = true) AS
SELECT a.id AS agreement, a.name, m.id AS membership, p.protocol::text AS protocol, m.authority,
       a.valid * m.valid * daterange(f.adopted_from, NULL) AS valid,
       greatest(a.recorded_at, p.recorded_at, m.recorded_at, f.recorded_at) AS recorded_at,
       least(a.superseded_at, p.superseded_at, m.superseded_at, f.superseded_at) AS superseded_at
FROM membership m
JOIN agreement a ON a.id = m.agreement
JOIN agreement_protocol p ON p.agreement = a.id
JOIN membership_phase f ON f.membership = m.id AND f.phase >= p.phase
WHERE m.sharing_agreement_signed_on IS NOT NULL;
GRANT SELECT ON binding TO accord_app, accord_directory;
COMMENT ON VIEW binding
    IS 'Which protocol of which agreement binds which authority, on which days, and since when that is on record';

COMMENT ON COLUMN binding.agreement IS 'The agreement that binds';
COMMENT ON COLUMN binding.name IS 'Its title';
COMMENT ON COLUMN binding.membership IS 'The membership by which it does';
COMMENT ON COLUMN binding.protocol IS 'The protocol by which it binds';
COMMENT ON COLUMN binding.authority IS 'Whom it binds';
COMMENT ON COLUMN binding.valid IS 'Days on which agreement, membership and phase are all in force';
DROP TRIGGER ruleset_moves ON ruleset;
DROP TRIGGER ruleset_parameter_moves ON ruleset_parameter;
DROP TRIGGER employment_stamp ON employment;
ALTER TABLE employment DROP recorded_version, DROP superseded_version;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['ruleset', 'ruleset_parameter', 'agreement', 'agreement_terms', 'agreement_protocol',
                                'membership', 'membership_phase', 'rate_cap', 'role_mapping'] LOOP
        EXECUTE format('DROP TRIGGER %I ON %I', name || '_stamp', name);
        EXECUTE format('ALTER TABLE %I DROP recorded_version, DROP superseded_version', name);
        EXECUTE format('CREATE TRIGGER %I AFTER INSERT OR UPDATE%s ON %I FOR EACH STATEMENT '
                       'EXECUTE FUNCTION rules_version_move()', name || '_moves',
                       CASE WHEN name LIKE 'ruleset%' THEN ' OR DELETE' ELSE '' END, name);
    END LOOP;
END $$;
DROP FUNCTION rules_stamp, facts_stamp;
REVOKE EXECUTE ON FUNCTION facts_version FROM accord_owner, accord_import;
COMMIT;
