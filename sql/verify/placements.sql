-- Verify accord:placements on pg
\ir ../policies.psql
:begin
SELECT id, authority, swe_number, category, engagement, supplier, local_role, job_type, role_mapping,
    start_date,
       planned_end_date, end_date, minutes_per_week, reason, project_team, bank_supply, offer_date,
           notice_days,
       substantive_notice_days, requirement_ref, external_ref, asked, eligibility_check, status, version,
           recorded_at,
       recorded_by, changed_at
FROM placement WHERE false;
SELECT id, authority, placement, valid_from, valid_to, pay_type, coverage, unit, minutes_per_day, pay_pence,
    holiday_pence,
       employer_ni_pence, levy_pence, pension_pence, agency_margin_pence, msp_fee_pence, vat_pence,
           other_pence,
       charge_pence, comparable_pence, comparable_coverage, recorded_at, recorded_by, superseded_at
FROM placement_rate WHERE false;
SELECT id, authority, placement, rule, layer, agreement, state, detected_on, resolved_on, known_after_start,
       region_notified_on, recorded_at
FROM breach WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('placement'::regclass, 'placement_rate'::regclass, 'breach'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
ROLLBACK;
