-- Verify accord:requirements on pg
\ir ../policies.psql
:begin
SELECT id, authority, local_role, job_type, start_date, planned_end_date, pay_ceiling_pence, closed_at, recorded_at,
       recorded_by
FROM requirement WHERE false;
SELECT id, authority, requirement, supplier FROM requirement_invitation WHERE false;
SELECT id, authority, requirement, supplier, swe_number, pay_type, coverage, pay_pence, comparable_pence,
       eligibility_check, answer, recorded_at, recorded_by
FROM requirement_candidate WHERE false;
SELECT require(count(*) = 3, 'row security is forced') FROM pg_class
WHERE oid IN ('requirement'::regclass, 'requirement_invitation'::regclass, 'requirement_candidate'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(bool_and(prosecdef AND proowner = 'accord_directory'::regrole), 'the directory owns its functions')
FROM pg_proc WHERE oid IN ('requirements_offered'::regproc, 'invitation_waits_until'::regproc, 'act_for_requirement'::regproc);
ROLLBACK;
