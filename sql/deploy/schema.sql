-- Deploy accord:schema to pg
BEGIN;
SET LOCAL ROLE accord_owner;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE SCHEMA accord;
COMMENT ON SCHEMA accord IS 'Accord: agency social work under the national rules and regional memoranda';
GRANT USAGE ON SCHEMA accord TO accord_app, accord_directory, accord_audit, accord_retention, accord_import;
GRANT CREATE ON SCHEMA accord TO accord_directory;
ALTER DEFAULT PRIVILEGES IN SCHEMA accord REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- The closed lists, as client/values/codes.h has them (a test compares).
CREATE DOMAIN accord.agreement_kind AS text
    CONSTRAINT agreement_kind_code CHECK (VALUE IN ('REGION', 'JOINT'));
CREATE DOMAIN accord.authority_kind AS text
    CONSTRAINT authority_kind_code CHECK (VALUE IN ('LA', 'TRUST', 'PARTNERSHIP', 'COMBINED_RETURN'));
CREATE DOMAIN accord.role AS text
    CONSTRAINT role_code CHECK (VALUE IN ('OFFICER', 'REQUESTER', 'HR', 'DCS', 'CHIEF_EXECUTIVE',
        'AUTHORITY_ADMIN', 'REGION_ADMIN', 'SUPPLIER', 'AUDITOR'));
CREATE DOMAIN accord.job_type AS text
    CONSTRAINT job_type_code CHECK (VALUE IN ('SW', 'SSW', 'AP', 'TM', 'IRO_CPCC'));
CREATE DOMAIN accord.pay_type AS text
    CONSTRAINT pay_type_code CHECK (VALUE IN ('PAYE', 'UMBRELLA', 'PSC_LTD', 'ALL'));
CREATE DOMAIN accord.coverage AS text
    CONSTRAINT coverage_code CHECK (VALUE IN ('PAY_ONLY', 'PAY_HOL', 'PAY_HOL_ENI', 'PAY_HOL_ENI_LEVY',
        'INCL_AGENCY_FEE', 'UNSTATED'));
CREATE DOMAIN accord.basis AS text
    CONSTRAINT basis_code CHECK (VALUE IN ('SUBSTANTIVE', 'FIXED_TERM', 'BANK', 'AGENCY'));
CREATE DOMAIN accord.service AS text
    CONSTRAINT service_code CHECK (VALUE IN ('CHILDREN', 'MIXED', 'ADULT'));
CREATE DOMAIN accord.leaving_reason AS text
    CONSTRAINT leaving_reason_code CHECK (VALUE IN ('RESIGNED', 'REDUNDANCY', 'PROBATION_LEFT',
        'PROBATION_DISMISSED', 'END_FIXED_TERM', 'RETIRED', 'TUPE', 'DISMISSED', 'MUTUAL', 'DEATH',
        'OTHER'));
CREATE DOMAIN accord.exception AS text
    CONSTRAINT exception_code CHECK (VALUE IN ('REDUNDANCY', 'LEFT_IN_PROBATION'));
CREATE DOMAIN accord.last_day_reading AS text
    CONSTRAINT last_day_reading_code CHECK (VALUE IN ('BLOCKED', 'FREE'));
CREATE DOMAIN accord.legal_basis AS text
    CONSTRAINT legal_basis_code CHECK (VALUE IN ('STATUTORY_GUIDANCE', 'REGULATIONS', 'REGIONAL_MOC'));
CREATE DOMAIN accord.obligation AS text
    CONSTRAINT obligation_code CHECK (VALUE IN ('SHOULD', 'MUST'));
CREATE DOMAIN accord.protocol AS text
    CONSTRAINT protocol_code CHECK (VALUE IN ('COOL_OFF', 'PAY', 'REFERENCES', 'REVIEWS', 'HEADHUNTING',
        'INFORMATION', 'WORKFORCE'));
CREATE DOMAIN accord.cap_status AS text
    CONSTRAINT cap_status_code CHECK (VALUE IN ('DRAFT', 'AGREED', 'PUBLISHED', 'HISTORICAL'));
CREATE DOMAIN accord.supplier_tier AS text
    CONSTRAINT supplier_tier_code CHECK (VALUE IN ('MSP', 'FIRST', 'SECOND', 'OFF_CONTRACT'));
CREATE DOMAIN accord.supplies AS text
    CONSTRAINT supplies_code CHECK (VALUE IN ('TEMP', 'PERM', 'BOTH'));
CREATE DOMAIN accord.category AS text
    CONSTRAINT category_code CHECK (VALUE IN ('CHILD_FAMILY_SOCIAL_WORKER', 'OTHER'));
CREATE DOMAIN accord.engagement AS text
    CONSTRAINT engagement_code CHECK (VALUE IN ('PROPOSED', 'UNDER_WAY'));
CREATE DOMAIN accord.placement_reason AS text
    CONSTRAINT placement_reason_code CHECK (VALUE IN ('VACANCY', 'ABSENCE', 'PEAK', 'PROJECT', 'SPECIALIST'));
CREATE DOMAIN accord.bank_supply AS text
    CONSTRAINT bank_supply_code CHECK (VALUE IN ('DIRECT', 'AGENCY', 'UNSTATED'));
CREATE DOMAIN accord.pay_unit AS text
    CONSTRAINT pay_unit_code CHECK (VALUE IN ('HOUR', 'DAY'));
CREATE DOMAIN accord.purpose AS text
    CONSTRAINT purpose_code CHECK (VALUE IN ('pre_engagement', 'extension', 'review'));
CREATE DOMAIN accord.placement_status AS text
    CONSTRAINT placement_status_code CHECK (VALUE IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH',
        'ENDED', 'CONVERTED', 'WITHDRAWN', 'REFUSED'));
CREATE DOMAIN accord.breach_state AS text
    CONSTRAINT breach_state_code CHECK (VALUE IN ('OPEN', 'SIGNED_OFF'));
CREATE DOMAIN accord.principal_kind AS text
    CONSTRAINT principal_kind_code CHECK (VALUE IN ('PERSON', 'SYSTEM'));
CREATE DOMAIN accord.rule AS text
    CONSTRAINT rule_code CHECK (VALUE IN ('COOL_OFF', 'EXPERIENCE', 'REFERENCES', 'PRICE_CAP', 'SIGN_OFF',
        'NOTICE', 'PROJECT_TEAM'));
CREATE DOMAIN accord.layer AS text
    CONSTRAINT layer_code CHECK (VALUE IN ('NATIONAL', 'REGIONAL'));
CREATE DOMAIN accord.verdict AS text
    CONSTRAINT verdict_code CHECK (VALUE IN ('BREACH', 'REFER', 'UNKNOWN', 'EXEMPT', 'PASS', 'NOT_APPLICABLE'));
CREATE DOMAIN accord.outcome AS text
    CONSTRAINT outcome_code CHECK (VALUE IN ('CLEAR', 'BREACH', 'REFER', 'CONDITIONAL'));

CREATE DOMAIN accord.swe_number AS text CONSTRAINT swe_number_form CHECK (VALUE ~ '^SW[0-9]{1,10}$');
CREATE DOMAIN accord.pence AS bigint CONSTRAINT pence_range CHECK (VALUE BETWEEN 0 AND 1000000000);

-- What must hold in a batch, said in SQL: zero rows stop nothing by themselves. The name becomes the constraint's
-- name, so that it maps to a fault in the same table as the constraints do.
CREATE FUNCTION accord.require(holds boolean, name text) RETURNS boolean
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
BEGIN
    IF holds IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = 'AC001', MESSAGE = name, CONSTRAINT = name;
    END IF;
    RETURN true;
END $$;
COMMENT ON FUNCTION accord.require IS 'Raises AC001 with the name as constraint name unless it holds';
GRANT EXECUTE ON FUNCTION accord.require TO accord_app, accord_directory, accord_retention, accord_import;
COMMIT;
