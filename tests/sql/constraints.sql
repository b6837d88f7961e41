-- Whatever the database can refuse has its answer in server/store/constraints.def, or stands below. Run from
-- the repository's top, since the table and the queries are read from their files.
\ir begin.psql
CREATE TEMP TABLE answered (name text);
\copy answered FROM PROGRAM 'sed -n "s/^CONSTRAINT(\([a-z_]*\),.*/\1/p" server/store/constraints.def'
CREATE TEMP TABLE raised (name text);
\copy raised FROM PROGRAM 'awk -f tests/sql/requires.awk sql/queries/*.sql'
INSERT INTO raised
SELECT m[1] FROM pg_proc, regexp_matches(prosrc, 'require\(.*?,\s+''([a-z_]+)''\)', 'g') m
WHERE pronamespace = 'accord'::regnamespace;

-- What no request can trip: the host's own tables, and people's, which the daemon checks before, …
CREATE TEMP TABLE host (name) AS SELECT conname::text FROM pg_constraint
WHERE conrelid = ANY ('{region,authority,authority_code,authority_succession,delivery_body,ruleset,
                        ruleset_parameter,rules_version,sign_off_chain,principal,principal_contact,reminder,
                        role_grant,token,bank_holiday}'::regclass[])
  AND conname NOT IN ('authority_name_once', 'succession_not_of_itself', 'authority_code_pk'); -- by accordd succession
INSERT INTO host VALUES ('role_code'), ('authority_kind_code'), ('principal_kind_code');
-- … and what the daemon supplies itself: ids, identity, what the rules found, rows of its own batch.
CREATE TEMP TABLE daemon (name) AS VALUES
    ('supplier_pk'), ('agreement_pk'), ('agreement_in_region'), ('agreement_terms_pk'), ('membership_pk'),
    ('membership_in_agreement'), ('rate_cap_pk'), ('role_mapping_pk'), ('leaver_statement_pk'),
        ('eligibility_check_pk'),
    ('placement_extension_pk'), ('placement_extension_authority_fk'), ('placement_extension_placement_fk'),
    ('placement_decision_pk'), ('placement_decision_authority_fk'), ('placement_decision_placement_fk'),
    ('placement_recheck_fk'),
    ('rule_exception_pk'), ('rule_exception_current'), ('rule_exception_version'), ('rule_exception_authority_fk'),
    ('rule_exception_placement_fk'), ('rule_exception_status'), ('rule_exception_refusal'), ('exception_status_code'),
    ('sign_off_pk'), ('sign_off_authority_fk'), ('sign_off_person_fk'), ('sign_off_exception_fk'), ('sign_off_evidence'),
    ('sign_off_how_code'), ('placement_end_whole'),
    ('placement_pk'), ('placement_rate_pk'), ('breach_pk'),
    ('role_mapping_authority_fk'), ('employment_authority_fk'), ('leaver_statement_authority_fk'),
    ('eligibility_check_authority_fk'), ('placement_authority_fk'), ('placement_rate_authority_fk'),
        ('breach_authority_fk'),
    ('worker_qualification_pk'), ('worker_qualification_authority_fk'), ('eligibility_check_hirer_fk'),
    ('recheck_pk'), ('recheck_authority_fk'), ('recheck_placement_fk'), ('recheck_once'), ('recheck_cause_code'),
    ('notice_pk'), ('notice_authority_fk'), ('notice_once'), ('notice_kind_code'), ('notice_done_whole'),
    ('recheck_day_pk'), ('sweep_pk'), ('sweep_of'), ('sweep_kind_code'), ('sweep_succession_fk'),
    ('confirmation_pk'), ('confirmation_once'), ('confirmation_authority_fk'), ('confirmation_asked_by_fk'),
    ('confirmation_reply_pk'), ('confirmation_reply_authority_fk'), ('confirmation_reply_confirmation_fk'),
    ('confirmation_reply_names_the_spell'),
    ('erasure_pk'), ('erasure_authority_fk'), ('tombstone_pk'), ('tombstone_authority_fk'), ('tombstone_region_fk'),
    ('tombstone_one_keeper'), ('retention_pk'),
    ('retention_months'), ('retention_kind_code'),
    ('dispute_pk'), ('dispute_authority_fk'), ('dispute_opened_through_fk'), ('dispute_decided_whole'),
    ('dispute_link_authority_fk'), ('dispute_link_dispute_fk'), ('dispute_decision_pk'),
    ('dispute_decision_authority_fk'), ('dispute_decision_dispute_fk'),
    ('eligibility_check_ruleset_fk'), ('placement_check_fk'), ('placement_mapping_fk'),
        ('breach_placement_fk'),
    ('breach_agreement_fk'), ('employment_version'), ('placement_version'),
        ('placement_rate_comparable_whole'),
    ('template_acceptance_pk'), ('template_acceptance_authority_fk'), ('departure_pk'),
    ('departure_authority_fk'), ('departure_region_fk'), ('departure_reads_after'),
    ('idempotency_status'), ('placement_status_code'), ('breach_state_code'), ('exception_code'),
        ('rule_code'), ('layer_code'),
    ('verdict_code'), ('outcome_code'),
    ('reference_form_pk'), ('reference_form_authority_fk'), ('reference_form_reference_fk'), ('reference_form_media_type'),
    ('reference_form_size'), ('reference_form_sha256'),
    ('reference_pk'), ('reference_current'), ('reference_version'), ('reference_authority_fk'),
    ('reference_provider_authority_fk'), ('reference_parties'), ('reference_own_of_placement'), ('reference_placement_fk'), ('reference_asked_whole'),
    ('reference_answered_whole'), ('reference_declined_with_reason'), ('reference_verified_whole'),
    ('reference_status_code'), ('reference_template_pk'), ('reference_template_region_fk'),
    ('reference_template_version'), ('reference_template_has_fields'),
    ('placement_review_pk'), ('placement_review_version'), ('placement_review_authority_fk'),
    ('placement_review_placement_fk'), ('placement_review_supplier_fk'), ('placement_review_ends'),
    ('review_party_code'),
    ('project_team_pk'), ('project_team_authority_fk'), ('project_team_terms_pk'),
    ('project_team_terms_authority_fk'), ('project_team_terms_team_fk'), ('project_team_terms_version'),
    ('project_team_terms_once'), ('project_team_extension_pk'), ('project_team_extension_authority_fk'),
    ('project_team_extension_team_fk'), ('project_team_worker_pk'), ('project_team_worker_authority_fk'),
    ('project_team_worker_team_fk'), ('project_team_worker_in_place_of_fk'), ('project_team_approval_pk'),
    ('project_team_approval_authority_fk'), ('project_team_approval_worker_fk'), ('project_team_cost_pk'),
    ('project_team_cost_authority_fk'), ('project_team_cost_team_fk'), ('project_team_cost_line_pk'),
    ('project_team_cost_line_authority_fk'), ('project_team_cost_line_cost_fk'),
 ('supplier_incident_pk'), ('supplier_incident_authority_fk'), ('supplier_incident_region_fk'),
    ('supplier_incident_answer_whole'), ('supplier_incident_decision_whole'),
    ('requirement_pk'), ('requirement_authority_fk'), ('requirement_invitation_pk'),
    ('requirement_invitation_authority_fk'), ('requirement_invitation_requirement_fk'), ('requirement_candidate_pk'),
    ('requirement_candidate_authority_fk'), ('requirement_candidate_check_fk'),
    ('headhunting_report_pk'), ('headhunting_report_authority_fk'), ('headhunting_report_approacher_fk'),
    ('headhunting_report_resolution_whole'), ('information_version_pk'), ('information_given_pk'),
    ('information_given_authority_fk'), ('information_given_placement_fk'), ('information_count_pk'),
    ('information_count_authority_fk'),
    ('conversion_pk'), ('conversion_authority_fk'), ('conversion_placement_fk'),
    -- facts_claim says stale_facts before either could be violated.
    ('worker_facts_pk'), ('worker_facts_worker_once');

CREATE TEMP VIEW refusals AS
SELECT conname::text AS name FROM pg_constraint
WHERE connamespace = 'accord'::regnamespace AND conparentid = 0 AND contype <> 't'
  AND conrelid NOT IN (SELECT oid FROM pg_class WHERE relispartition)
UNION
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'accord'::regnamespace AND NOT c.relispartition AND i.indisunique;

SELECT plan(7);
SELECT cmp_ok((SELECT count(*) FROM answered), '>', 50::bigint, 'the table was read');
SELECT is_empty($$ SELECT name FROM refusals EXCEPT (TABLE answered UNION TABLE host UNION TABLE daemon) $$,
    'every constraint and unique index has an answer, or cannot be tripped');
SELECT is_empty($$ SELECT name FROM raised EXCEPT TABLE answered $$,
    'every name that require() raises has an answer');
SELECT is_empty($$ TABLE answered EXCEPT (TABLE refusals UNION TABLE raised) $$,
    'every answer has its constraint or require()');
SELECT is_empty($$ TABLE answered INTERSECT (TABLE host UNION TABLE daemon) $$,
    'nothing is both answered and impossible');
SELECT is_empty($$ (TABLE host UNION TABLE daemon) EXCEPT TABLE refusals $$,
    'what is said to be impossible exists');
SELECT is_empty($$ SELECT name FROM answered GROUP BY name HAVING count(*) > 1 $$, 'each is answered once');
SELECT finish();
ROLLBACK;
