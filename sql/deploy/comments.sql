-- Deploy accord:comments to pg
-- What every column, closed list and less than self-evident constraint and index means, where \d+ shows it. Days are
-- civil dates (Europe/London); daterange is half-open; money is integer pence; an instant is a timestamptz.
\ir ../policies.psql
:begin

-- Columns that mean the same wherever they stand.
DO $$
DECLARE
    said record;
BEGIN
    FOR said IN
        SELECT c.relname, a.attname, m.sentence
        FROM (VALUES
            ('recorded_at', 'When this came on record: an instant'),
            ('recorded_by', 'The principal that put this on record; none where a migration did'),
            ('superseded_at', 'When this ceased to be what is on record: an instant; none while it still is'),
            ('lead_region', 'The region that leads the agreement and whose administrator writes this'),
            ('swe_number', 'The worker''s Social Work England number: SW and digits, never reused')
        ) AS m(attname, sentence)
        JOIN pg_attribute a USING (attname)
        JOIN pg_class c ON c.oid = a.attrelid
        WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
    LOOP
        EXECUTE format('COMMENT ON COLUMN %I.%I IS %L', said.relname, said.attname, said.sentence);
    END LOOP;
END $$;

COMMENT ON COLUMN region.name IS 'The region''s name as ONS gives it, which is its key';
COMMENT ON COLUMN region.gss_code IS 'The region''s ONS code (E12…)';

COMMENT ON COLUMN authority.id IS 'The DfE code as a number, which outlives recodes of the GSS code';
COMMENT ON COLUMN authority.name
    IS 'The name as DfE publishes it; with its last year where a later authority took the name';
COMMENT ON COLUMN authority.dfe_code IS 'The DfE local authority code: three digits';
COMMENT ON COLUMN authority.region IS 'The region in which it lies';
COMMENT ON COLUMN authority.kind IS 'What kind of body it is';
COMMENT ON COLUMN authority.note IS 'What is out of the ordinary about it';
COMMENT ON COLUMN authority.source IS 'Where the row is from';

COMMENT ON COLUMN authority_code.gss_code IS 'An ONS code that the authority has or had';
COMMENT ON COLUMN authority_code.authority IS 'Whose code it is';
COMMENT ON COLUMN authority_code.valid
    IS 'Days on which the code was in use; open where the start is not known or the end has not come';

COMMENT ON COLUMN authority_succession.predecessor IS 'The authority that ended';
COMMENT ON COLUMN authority_succession.successor
    IS 'An authority that took over; one row each where there are several';
COMMENT ON COLUMN authority_succession.succeeded_on IS 'The successor''s first day';

COMMENT ON COLUMN delivery_body.body IS 'The trust or partnership';
COMMENT ON COLUMN delivery_body.serves IS 'An authority whose children''s services it runs';
COMMENT ON COLUMN delivery_body.valid IS 'Days on which it does';

COMMENT ON COLUMN ruleset.version IS 'The version''s name: the day from which the guidance is in force';
COMMENT ON COLUMN ruleset.legal_basis IS 'On what footing these rules stand';
COMMENT ON COLUMN ruleset.valid IS 'Days on which the version is in force';

COMMENT ON COLUMN ruleset_parameter.ruleset IS 'The version to which it belongs';
COMMENT ON COLUMN ruleset_parameter.name
    IS 'The figure or switch, as the rules ask for it; a missing one gives UNKNOWN';
COMMENT ON COLUMN ruleset_parameter.layer IS 'Whether it is of the national or of the regional layer';
COMMENT ON COLUMN ruleset_parameter.value IS 'Its value, as text in its unit';
COMMENT ON COLUMN ruleset_parameter.unit IS 'What the value counts, or the list from which it is chosen';
COMMENT ON COLUMN ruleset_parameter.valid IS 'Days on which it applies';
COMMENT ON COLUMN ruleset_parameter.tag
    IS 'How sure it is: V verified, S secondary source, R recollected, D decided here';
COMMENT ON COLUMN ruleset_parameter.source IS 'Where it is from';

COMMENT ON COLUMN rules_version.one_row IS 'Always true: the key that keeps the table at one row';
COMMENT ON COLUMN rules_version.version IS 'Grows with every statement that changes what the rules rest on';

COMMENT ON COLUMN audit_event.at IS 'When it happened, by the server''s clock: an instant';
COMMENT ON COLUMN audit_event.id IS 'The request; with `at`, the key';
COMMENT ON COLUMN audit_event.transaction IS 'The transaction that wrote it, by which the trail is sealed';
COMMENT ON COLUMN audit_event.scope IS 'Where the principal acted: authority:ID, region:NAME or supplier:ID';
COMMENT ON COLUMN audit_event.authority IS 'The authority of that scope, if it is one';
COMMENT ON COLUMN audit_event.region IS 'The region of that scope; of an authority, the one in which it lies';
COMMENT ON COLUMN audit_event.principal IS 'Who acted';
COMMENT ON COLUMN audit_event.role IS 'In which role';
COMMENT ON COLUMN audit_event.action IS 'What was asked, in the trail''s own word for it';
COMMENT ON COLUMN audit_event.route IS 'Method and path template of the request';
COMMENT ON COLUMN audit_event.object_type IS 'What the ids are of';
COMMENT ON COLUMN audit_event.ids IS 'Exactly the rows that were shown or written; empty where none was';
COMMENT ON COLUMN audit_event.outcome IS 'done, or the code of the fault that was answered, denials included';

COMMENT ON COLUMN supplier.id IS 'Random tail, so that it cannot be guessed';
COMMENT ON COLUMN supplier.region IS 'The region that keeps it';
COMMENT ON COLUMN supplier.name IS 'The trading name, once in a region';
COMMENT ON COLUMN supplier.tier IS 'Its place in the supply chain';
COMMENT ON COLUMN supplier.supplies IS 'Whether it supplies agency workers, permanent ones or both';

COMMENT ON COLUMN principal.id IS 'The same for a person in every role';
COMMENT ON COLUMN principal.kind IS 'A person or a system; two signatures mean two persons';
COMMENT ON COLUMN principal.name IS 'The name that stands beside a signature';
COMMENT ON COLUMN principal.post IS 'The post that the person holds';

COMMENT ON COLUMN principal_contact.principal IS 'Whose address it is';
COMMENT ON COLUMN principal_contact.work_email IS 'Work e-mail address';

COMMENT ON COLUMN role_grant.id IS 'The grant, which a token carries';
COMMENT ON COLUMN role_grant.principal IS 'Who holds it';
COMMENT ON COLUMN role_grant.role IS 'What it lets them be';
COMMENT ON COLUMN role_grant.authority IS 'The authority at which it holds, if it is of one';
COMMENT ON COLUMN role_grant.region IS 'The region in which it holds, if it is of one';
COMMENT ON COLUMN role_grant.supplier IS 'The supplier for which it holds, if it is of one';
COMMENT ON COLUMN role_grant.acting IS 'Held as an acting post or deputy';
COMMENT ON COLUMN role_grant.valid IS 'Days on which it holds';

COMMENT ON COLUMN token.hash IS 'SHA-256 of the token: 32 bytes';
COMMENT ON COLUMN token.id IS 'By which the token is named and revoked, since the hash is not shown';
COMMENT ON COLUMN token.role_grant IS 'The one grant that it carries';
COMMENT ON COLUMN token.label IS 'What it is for, in its maker''s words';
COMMENT ON COLUMN token.created_at IS 'When it was made: an instant';
COMMENT ON COLUMN token.expires_at IS 'From when it is refused: an instant';
COMMENT ON COLUMN token.revoked_at IS 'When it was revoked, if it was: an instant';

COMMENT ON COLUMN agreement.id IS 'The agreement';
COMMENT ON COLUMN agreement.name IS 'Its title, once in its lead region';
COMMENT ON COLUMN agreement.kind IS 'Of one region or of several';
COMMENT ON COLUMN agreement.regions IS 'The regions that it joins, the lead region among them';
COMMENT ON COLUMN agreement.legal_basis IS 'On what footing it stands';
COMMENT ON COLUMN agreement.valid IS 'Days on which it is in force';

COMMENT ON COLUMN agreement_terms.id IS 'One period''s terms, which a supplier accepts';
COMMENT ON COLUMN agreement_terms.agreement IS 'The agreement whose terms they are';
COMMENT ON COLUMN agreement_terms.valid IS 'Days on which they are in force';
COMMENT ON COLUMN agreement_terms.cool_off_months
    IS 'Its own cool-off in months; none: it has none of its own';
COMMENT ON COLUMN agreement_terms.covers_own_authority
    IS 'Whether its cool-off also covers a return to the authority left';
COMMENT ON COLUMN agreement_terms.exceptions IS 'Exceptions to its cool-off that it recognises';
COMMENT ON COLUMN agreement_terms.cool_off_last_day
    IS 'Whether the corresponding date is the last blocked or the first free day';
COMMENT ON COLUMN agreement_terms.notice_days
    IS 'Notice of an assignment in days; none: it says nothing of notice';
COMMENT ON COLUMN agreement_terms.legacy_cap_date
    IS 'The day from which its caps bind placements begun before caps were in force';
COMMENT ON COLUMN agreement_terms.obligation IS 'Whether its signatories should or must';

COMMENT ON COLUMN agreement_protocol.agreement IS 'The agreement to which it belongs';
COMMENT ON COLUMN agreement_protocol.protocol IS 'Which protocol';
COMMENT ON COLUMN agreement_protocol.phase IS 'The phase with whose adoption it binds: counted from 1';

COMMENT ON COLUMN membership.id IS 'One period of membership';
COMMENT ON COLUMN membership.agreement IS 'The agreement signed';
COMMENT ON COLUMN membership.authority IS 'The signatory';
COMMENT ON COLUMN membership.valid IS 'Days on which it is a member';
COMMENT ON COLUMN membership.sharing_agreement_signed_on
    IS 'The day of the signature without which nothing crosses; none until it is signed';

COMMENT ON COLUMN membership_phase.membership IS 'The membership that adopted it';
COMMENT ON COLUMN membership_phase.agreement IS 'That membership''s agreement';
COMMENT ON COLUMN membership_phase.phase IS 'The phase adopted, and with it all lower ones: counted from 1';
COMMENT ON COLUMN membership_phase.adopted_from IS 'The first day on which it binds';

COMMENT ON COLUMN supplier_acceptance.supplier IS 'Who accepted';
COMMENT ON COLUMN supplier_acceptance.agreement IS 'The agreement whose terms they are';
COMMENT ON COLUMN supplier_acceptance.terms IS 'The terms accepted';
COMMENT ON COLUMN supplier_acceptance.signed_on IS 'The day of the signature';

COMMENT ON COLUMN binding.agreement IS 'The agreement that binds';
COMMENT ON COLUMN binding.name IS 'Its title';
COMMENT ON COLUMN binding.membership IS 'The membership by which it does';
COMMENT ON COLUMN binding.protocol IS 'The protocol by which it binds';
COMMENT ON COLUMN binding.authority IS 'Whom it binds';
COMMENT ON COLUMN binding.valid IS 'Days on which agreement, membership and phase are all in force';

COMMENT ON COLUMN rate_cap.id IS 'One cap as published or drafted';
COMMENT ON COLUMN rate_cap.agreement IS 'The agreement that sets it';
COMMENT ON COLUMN rate_cap.job_type IS 'The job type that it caps';
COMMENT ON COLUMN rate_cap.band IS 'A historic band within the job type, as published; none: the whole of it';
COMMENT ON COLUMN rate_cap.pay_type
    IS 'The way of paying to which it applies; ALL: every one that has no cap of its own';
COMMENT ON COLUMN rate_cap.coverage IS 'What the figure includes';
COMMENT ON COLUMN rate_cap.cap_pence IS 'The most that may be paid: pence an hour';
COMMENT ON COLUMN rate_cap.effective_from
    IS 'The first day on which it applies; may be unknown of historical caps';
COMMENT ON COLUMN rate_cap.effective_to IS 'The last day on which it applies; none: until another ends it';
COMMENT ON COLUMN rate_cap.status IS 'How far it has come; rates are tested against PUBLISHED ones alone';
COMMENT ON COLUMN rate_cap.source IS 'Where the figure is from';

COMMENT ON COLUMN role_mapping.id IS 'One period of a mapping';
COMMENT ON COLUMN role_mapping.authority IS 'The authority whose title it is';
COMMENT ON COLUMN role_mapping.local_role IS 'The authority''s own title; capitals make no difference';
COMMENT ON COLUMN role_mapping.job_type IS 'The job type whose cap applies';
COMMENT ON COLUMN role_mapping.substantive_notice_days
    IS 'Contractual notice of substantive staff in the role: days';
COMMENT ON COLUMN role_mapping.valid IS 'Days on which the mapping applies';

COMMENT ON COLUMN idempotency.scope IS 'Where the principal acted, as in audit_event';
COMMENT ON COLUMN idempotency.principal IS 'Whose key it is';
COMMENT ON COLUMN idempotency.key IS 'The Idempotency-Key: 1 to 255 characters';
COMMENT ON COLUMN idempotency.fingerprint
    IS 'HMAC of method, route and body: another one under the same key is refused';
COMMENT ON COLUMN idempotency.status IS 'The answer''s HTTP status';
COMMENT ON COLUMN idempotency.content_type IS 'The answer''s media type';
COMMENT ON COLUMN idempotency.answer IS 'The answer''s body, replayed byte for byte';
COMMENT ON COLUMN idempotency.expires_at IS 'From when the row may be purged: an instant';

COMMENT ON COLUMN worker_facts.worker IS 'Pseudonymous id, made on first sight';
COMMENT ON COLUMN worker_facts.version
    IS 'Moved by every write that changes or relies on the worker''s facts; counted from 1';
COMMENT ON COLUMN worker_facts.qualified_on IS 'The day of qualification, if known';

COMMENT ON COLUMN employment.id IS 'The spell, the same in each of its versions';
COMMENT ON COLUMN employment.version IS 'Counted from 1; each correction adds one';
COMMENT ON COLUMN employment.authority IS 'The employer, which records it';
COMMENT ON COLUMN employment.basis IS 'On what terms the worker was employed';
COMMENT ON COLUMN employment.service IS 'The service in which the post was';
COMMENT ON COLUMN employment.job_type IS 'The post''s job type, if it has one';
COMMENT ON COLUMN employment.start_date IS 'First day of employment, if known';
COMMENT ON COLUMN employment.last_day
    IS 'Last day of employment after notice and garden leave; none while it lasts';
COMMENT ON COLUMN employment.probation_end IS 'Last day of probation';
COMMENT ON COLUMN employment.leaving_reason
    IS 'Why it ended, from the list; never free text, which invites health data';
COMMENT ON COLUMN employment.evidence_kind IS 'What kind of document shows the last day or the reason';
COMMENT ON COLUMN employment.evidence_dated IS 'The date on that document';
COMMENT ON COLUMN employment.external_ref IS 'The authority''s own reference; never the worker''s name';
COMMENT ON COLUMN employment.disputed IS 'The worker disputes it: what would breach is referred to a person';

COMMENT ON COLUMN leaver_statement.id IS 'One statement';
COMMENT ON COLUMN leaver_statement.authority IS 'The authority that makes it';
COMMENT ON COLUMN leaver_statement.month IS 'The month stated, as its first day';
COMMENT ON COLUMN leaver_statement.none IS 'True: nobody left; false: all who left are recorded';

COMMENT ON COLUMN eligibility_check.id IS 'The check, which a placement names';
COMMENT ON COLUMN eligibility_check.authority IS 'The authority that would hire; no other sees the check';
COMMENT ON COLUMN eligibility_check.principal IS 'Who asked';
COMMENT ON COLUMN eligibility_check.purpose IS 'What the check was for';
COMMENT ON COLUMN eligibility_check.checked_at
    IS 'When it was asked, and as of when facts were read: an instant';
COMMENT ON COLUMN eligibility_check.start_date IS 'First day of the assignment asked about';
COMMENT ON COLUMN eligibility_check.asked IS 'The request as understood: a JSON object';
COMMENT ON COLUMN eligibility_check.ruleset IS 'The rules applied';
COMMENT ON COLUMN eligibility_check.facts_version
    IS 'The worker''s facts that were read; 0: none were on record';
COMMENT ON COLUMN eligibility_check.facts_digest
    IS 'HMAC of the facts in canonical form, under the daemon''s key';
COMMENT ON COLUMN eligibility_check.outcome IS 'What the findings come to';
COMMENT ON COLUMN eligibility_check.earliest_start_date
    IS 'The first day on which cool-off would not breach, where it does';
COMMENT ON COLUMN eligibility_check.not_checked IS 'Rules that were not tested';
COMMENT ON COLUMN eligibility_check.findings IS 'Every finding as it was answered: a JSON array';

COMMENT ON COLUMN placement.id IS 'The placement; its human reference derives from this';
COMMENT ON COLUMN placement.authority IS 'The authority that hires';
COMMENT ON COLUMN placement.category IS 'The category of worker; others are outside the rules';
COMMENT ON COLUMN placement.engagement IS 'Proposed, or under way when recorded';
COMMENT ON COLUMN placement.supplier IS 'The agency that supplies the worker';
COMMENT ON COLUMN placement.local_role IS 'The authority''s own title for the work';
COMMENT ON COLUMN placement.job_type IS 'The job type as resolved or as given';
COMMENT ON COLUMN placement.role_mapping IS 'The mapping by which the title became the job type';
COMMENT ON COLUMN placement.start_date IS 'First day of the assignment';
COMMENT ON COLUMN placement.planned_end_date IS 'Last day as planned';
COMMENT ON COLUMN placement.end_date IS 'Last day as it came to be; none while it lasts';
COMMENT ON COLUMN placement.minutes_per_week IS 'Working time: minutes a week';
COMMENT ON COLUMN placement.reason IS 'Why agency work is used';
COMMENT ON COLUMN placement.project_team IS 'The project team, where the worker comes as part of one';
COMMENT ON COLUMN placement.bank_supply IS 'Who supplies a bank worker; none: not one';
COMMENT ON COLUMN placement.offer_date IS 'The day of the offer, from which references are due';
COMMENT ON COLUMN placement.notice_days IS 'Notice under the assignment: days';
COMMENT ON COLUMN placement.substantive_notice_days
    IS 'Contractual notice of substantive staff in the same role: days';
COMMENT ON COLUMN placement.requirement_ref
    IS 'The supplier''s or managing supplier''s reference of the requirement';
COMMENT ON COLUMN placement.external_ref IS 'The authority''s own reference; never the worker''s name';
COMMENT ON COLUMN placement.asked IS 'The request as understood: a JSON object';
COMMENT ON COLUMN placement.eligibility_check IS 'The check on which it rests';
COMMENT ON COLUMN placement.status IS 'Where it has come to';
COMMENT ON COLUMN placement.version IS 'What If-Match compares; counted from 1';
COMMENT ON COLUMN placement.changed_at IS 'When it was last changed: an instant';

COMMENT ON COLUMN placement_rate.id IS 'One rate for one period';
COMMENT ON COLUMN placement_rate.authority IS 'The authority that pays';
COMMENT ON COLUMN placement_rate.placement IS 'What it pays for';
COMMENT ON COLUMN placement_rate.valid_from IS 'First day of the rate';
COMMENT ON COLUMN placement_rate.valid_to
    IS 'Last day of the rate; none: until the placement ends or another rate follows';
COMMENT ON COLUMN placement_rate.pay_type IS 'How the worker is paid';
COMMENT ON COLUMN placement_rate.coverage IS 'What pay_pence includes';
COMMENT ON COLUMN placement_rate.unit IS 'Whether the amounts are for an hour or a day';
COMMENT ON COLUMN placement_rate.minutes_per_day IS 'Working time of a day that is paid by the day: minutes';
COMMENT ON COLUMN placement_rate.pay_pence IS 'Pay in its coverage: pence a unit';
COMMENT ON COLUMN placement_rate.holiday_pence IS 'Holiday pay, where given apart: pence a unit';
COMMENT ON COLUMN placement_rate.employer_ni_pence
    IS 'Employer''s National Insurance, where given apart: pence a unit';
COMMENT ON COLUMN placement_rate.levy_pence IS 'Apprenticeship levy, where given apart: pence a unit';
COMMENT ON COLUMN placement_rate.pension_pence
    IS 'Employer''s pension contribution, where given apart: pence a unit';
COMMENT ON COLUMN placement_rate.agency_margin_pence IS 'The agency''s margin: pence a unit';
COMMENT ON COLUMN placement_rate.msp_fee_pence IS 'The managing supplier''s fee: pence a unit';
COMMENT ON COLUMN placement_rate.vat_pence IS 'VAT: pence a unit';
COMMENT ON COLUMN placement_rate.other_pence
    IS 'Enhancements, bonuses, paid travel or accommodation: pence a unit';
COMMENT ON COLUMN placement_rate.charge_pence IS 'What the authority is charged in all: pence a unit';
COMMENT ON COLUMN placement_rate.comparable_pence
    IS 'The rate brought to comparable_coverage: pence an hour; none where that cannot be done';
COMMENT ON COLUMN placement_rate.comparable_coverage IS 'What comparable_pence includes';

COMMENT ON COLUMN breach.id IS 'The breach';
COMMENT ON COLUMN breach.authority IS 'The authority whose placement it is';
COMMENT ON COLUMN breach.placement IS 'The placement in breach';
COMMENT ON COLUMN breach.rule IS 'The rule broken';
COMMENT ON COLUMN breach.layer IS 'Whether it is the national or a regional rule';
COMMENT ON COLUMN breach.agreement IS 'The agreement whose rule it is, of a regional one';
COMMENT ON COLUMN breach.state IS 'Open, or signed off by those whom the rule names';
COMMENT ON COLUMN breach.detected_on IS 'The day on which it was found';
COMMENT ON COLUMN breach.resolved_on IS 'The day on which it ended; none while it lasts';
COMMENT ON COLUMN breach.known_after_start IS 'Facts that came after the start brought it to light';
COMMENT ON COLUMN breach.region_notified_on IS 'The day on which the regional partnership was told';

COMMENT ON DOMAIN agreement_kind IS 'Whether an agreement is of one region or of several';
COMMENT ON DOMAIN authority_kind IS 'Kinds of body that run children''s services';
COMMENT ON DOMAIN role IS 'Roles of which a token carries one';
COMMENT ON DOMAIN job_type IS 'The five core job types of the national rules';
COMMENT ON DOMAIN pay_type IS 'How an agency worker is paid; ALL is of caps only';
COMMENT ON DOMAIN coverage IS 'What an hourly figure includes; UNSTATED is of historical caps only';
COMMENT ON DOMAIN basis IS 'On what terms a worker was employed';
COMMENT ON DOMAIN service IS 'Services in which a post may be; ADULT is understood and never kept';
COMMENT ON DOMAIN leaving_reason IS 'Why an employment ended';
COMMENT ON DOMAIN exception IS 'Exceptions to a cool-off';
COMMENT ON DOMAIN last_day_reading IS 'How the corresponding date of a cool-off is read';
COMMENT ON DOMAIN legal_basis IS 'On what footing rules stand';
COMMENT ON DOMAIN obligation IS 'Should or must';
COMMENT ON DOMAIN protocol IS 'Protocols of an agreement';
COMMENT ON DOMAIN cap_status IS 'How far a cap has come';
COMMENT ON DOMAIN supplier_tier IS 'A supplier''s place in the supply chain';
COMMENT ON DOMAIN supplies IS 'What a supplier supplies';
COMMENT ON DOMAIN category IS 'Categories of worker; OTHER is out of scope and never kept';
COMMENT ON DOMAIN engagement IS 'Whether a placement is proposed or under way';
COMMENT ON DOMAIN placement_reason IS 'Why agency work is used';
COMMENT ON DOMAIN bank_supply IS 'Who supplies a bank worker; DIRECT is out of scope and never kept';
COMMENT ON DOMAIN pay_unit IS 'What an amount is paid for';
COMMENT ON DOMAIN purpose IS 'What a check is for';
COMMENT ON DOMAIN placement_status IS 'Where a placement has come to';
COMMENT ON DOMAIN breach_state IS 'Where a breach has come to';
COMMENT ON DOMAIN principal_kind IS 'Whether a person or a system acts';
COMMENT ON DOMAIN rule IS 'Rules that are tested';
COMMENT ON DOMAIN layer IS 'National or regional';
COMMENT ON DOMAIN verdict IS 'What a rule says, from the worst down';
COMMENT ON DOMAIN outcome IS 'What findings come to';
COMMENT ON DOMAIN swe_number IS 'A Social Work England number, normalised: SW and one to ten digits';
COMMENT ON DOMAIN pence IS 'An amount of money: whole pence, up to ten million pounds';

COMMENT ON CONSTRAINT authority_code_one_at_a_time ON authority_code
    IS 'An authority has one GSS code on any day';
COMMENT ON CONSTRAINT authority_dfe_code_form ON authority
    IS 'Three digits, the first of which may be a nought';
COMMENT ON CONSTRAINT succession_not_of_itself ON authority_succession
    IS 'A recode is a row of authority_code, not a succession';
COMMENT ON CONSTRAINT delivery_body_not_of_itself ON delivery_body
    IS 'An authority that runs its own services needs no row';
COMMENT ON CONSTRAINT ruleset_one_at_a_time ON ruleset
    IS 'On any day one version is in force on each legal basis';
COMMENT ON CONSTRAINT ruleset_parameter_once ON ruleset_parameter
    IS 'A parameter has one value on any day; earlier readings stay, superseded';
COMMENT ON CONSTRAINT ruleset_parameter_tag_code ON ruleset_parameter
    IS 'V verified, S secondary source, R recollected, D decided here';
COMMENT ON CONSTRAINT rules_version_one_row ON rules_version
    IS 'With the primary key: there is one row at most';
COMMENT ON CONSTRAINT role_grant_one_scope ON role_grant
    IS 'A grant holds at one authority, one region or one supplier';
COMMENT ON CONSTRAINT role_grant_scope_fits ON role_grant
    IS 'Region roles hold in regions, supplier roles for suppliers, the auditor''s anywhere but there';
COMMENT ON CONSTRAINT token_hash_size ON token IS 'A SHA-256, never the token';
COMMENT ON CONSTRAINT agreement_in_region ON agreement
    IS 'What belongs to an agreement refers to both, so that its lead region cannot be misstated';
COMMENT ON CONSTRAINT agreement_lead_is_in_it ON agreement IS 'The region that leads is one of those joined';
COMMENT ON CONSTRAINT agreement_terms_no_overlap ON agreement_terms
    IS 'On any day an agreement has one set of terms on record';
COMMENT ON CONSTRAINT membership_in_agreement ON membership
    IS 'A phase refers to both, so that its agreement cannot be misstated';
COMMENT ON CONSTRAINT membership_no_overlap ON membership IS 'An authority is a member once on any day';
COMMENT ON CONSTRAINT rate_cap_no_overlap ON rate_cap
    IS 'On any day one published cap for a job type, band, pay type and agreement';
COMMENT ON CONSTRAINT rate_cap_is_dated ON rate_cap IS 'Only history may lack its dates';
COMMENT ON CONSTRAINT rate_cap_says_what_it_covers ON rate_cap
    IS 'Only history may leave its coverage unstated: a rate cannot be tested against such a cap';
COMMENT ON CONSTRAINT role_mapping_no_overlap ON role_mapping
    IS 'On any day a title, whatever its capitals, is mapped once';
COMMENT ON CONSTRAINT idempotency_pk ON idempotency
    IS 'The plain insert on which a repeated request waits and fails';
COMMENT ON CONSTRAINT idempotency_status ON idempotency
    IS 'What failed for reasons of the service''s own is not kept';
COMMENT ON CONSTRAINT employment_is_dated ON employment
    IS 'A leaver may be recorded without a start, a starter without a last day';
COMMENT ON CONSTRAINT employment_ended_with_reason ON employment
    IS 'A last day comes with its reason, and a reason with its last day';
COMMENT ON CONSTRAINT employment_evidence_whole ON employment
    IS 'Evidence says what it is and when it is dated';
COMMENT ON CONSTRAINT employment_fixed_term_ends ON employment IS 'Only a fixed term ends by itself';
COMMENT ON CONSTRAINT employment_in_scope ON employment
    IS 'Posts in adults'' services alone are outside the rules and never kept';
COMMENT ON CONSTRAINT leaver_statement_month ON leaver_statement IS 'A month is given as its first day';
COMMENT ON CONSTRAINT placement_check_fk ON placement
    IS 'A placement rests on a check of its own authority''s';
COMMENT ON CONSTRAINT placement_mapping_fk ON placement
    IS 'A title is mapped by its own authority''s mapping';
COMMENT ON CONSTRAINT placement_category_in_scope ON placement
    IS 'What the rules are not about is not kept';
COMMENT ON CONSTRAINT placement_in_scope ON placement
    IS 'Bank workers employed direct are outside the rules and never kept';
COMMENT ON CONSTRAINT placement_says_what_work ON placement IS 'A title, a job type or both';
COMMENT ON CONSTRAINT placement_rate_pay_type ON placement_rate IS 'ALL is of caps only';
COMMENT ON CONSTRAINT placement_rate_says_what_it_covers ON placement_rate
    IS 'UNSTATED is of historical caps only';
COMMENT ON CONSTRAINT placement_rate_comparable_whole ON placement_rate
    IS 'A comparable rate says what it includes';
COMMENT ON CONSTRAINT placement_rate_day_has_hours ON placement_rate
    IS 'A day rate can be compared only where the day''s length is known';

COMMENT ON INDEX agreement_protocol_once IS 'On record, a protocol belongs to one phase of an agreement';
COMMENT ON INDEX membership_phase_once IS 'On record, a membership adopts a phase once';
COMMENT ON INDEX employment_current
    IS 'A spell has one current version: of two corrections at once the second fails';
COMMENT ON INDEX employment_once IS 'A spell is recorded once, also when its Idempotency-Key has expired';
COMMENT ON INDEX employment_by_worker IS 'For facts_of, across authorities';
COMMENT ON INDEX employment_by_last_day IS 'For silent_authorities and lists of leavers';
COMMENT ON INDEX leaver_statement_once IS 'On record, a month is stated once';
COMMENT ON INDEX placement_once IS 'A placement is recorded once, also when its Idempotency-Key has expired';
COMMENT ON INDEX placement_rate_once IS 'On record, a placement has one rate from any day';
COMMENT ON INDEX placement_rate_by_day IS 'For benchmarks, across authorities';
COMMENT ON INDEX rate_cap_by_agreement IS 'For the caps that a rate is tested against';
COMMENT ON INDEX membership_by_authority IS 'For what binds an authority';
COMMENT ON INDEX audit_event_by_scope IS 'For an auditor''s reading of one scope in order of time';
COMMENT ON INDEX idempotency_by_expiry IS 'For the purge';
COMMIT;
