-- Revert accord:requirements from pg
\ir ../policies.psql
:begin
DROP FUNCTION act_for_requirement, invitation_waits_until, requirements_offered;
DROP TABLE requirement_candidate, requirement_invitation, requirement;
DROP DOMAIN candidate_answer;
COMMIT;
