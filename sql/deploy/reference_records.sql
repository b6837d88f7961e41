-- Deploy accord:reference_records to pg
-- References on workers. A row is of two parties: the authority that asks for a reference and holds it, and, where it is
-- asked of an authority, the one that gives it; nobody else sees that it exists. What happens to one is a later version
-- of it. Templates are data, published by a region or for the country.
\ir ../policies.psql
\set given 'provider_authority = ANY ((SELECT nullif(current_setting(''accord.authorities'', true), ''''))::int[])'
:begin

CREATE DOMAIN accord.reference_provider AS text
    CONSTRAINT reference_provider_code CHECK (VALUE IN ('INTERNAL', 'EXTERNAL', 'OWN'));
CREATE DOMAIN accord.reference_status AS text
    CONSTRAINT reference_status_code CHECK (VALUE IN ('ASKED', 'ANSWERED', 'DECLINED', 'WITHDRAWN'));
CREATE DOMAIN accord.reference_use AS text CONSTRAINT reference_use_code CHECK (VALUE IN ('AGENCY', 'PERMANENT'));
CREATE DOMAIN accord.referee_relation AS text
    CONSTRAINT referee_relation_code CHECK (VALUE IN ('EMPLOYED', 'ENGAGED', 'OTHER'));
CREATE DOMAIN accord.decline_reason AS text CONSTRAINT decline_reason_code
    CHECK (VALUE IN ('NOT_WORKED_HERE', 'TOO_LONG_AGO', 'NO_REFEREE', 'ASKED_OF_ANOTHER'));

CREATE TABLE reference_template (
    id uuid CONSTRAINT reference_template_pk PRIMARY KEY,
    region text CONSTRAINT reference_template_region_fk REFERENCES region,
    name text NOT NULL,
    version integer NOT NULL CONSTRAINT reference_template_version CHECK (version > 0),
    valid_from date NOT NULL,
    fields jsonb NOT NULL CONSTRAINT reference_template_has_fields CHECK (jsonb_array_length(fields) > 0),
    note text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid DEFAULT nullif(current_setting('accord.principal', true), '')::uuid
);
CREATE UNIQUE INDEX reference_template_once ON reference_template (coalesce(region, ''), lower(name), version);
ALTER TABLE reference_template ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reference_template_owner ON reference_template TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reference_template_see ON reference_template FOR SELECT TO accord_app USING (:somebody);
CREATE POLICY reference_template_add ON reference_template FOR INSERT TO accord_app
    WITH CHECK (region = :my_region AND :region_admin);
GRANT SELECT, INSERT ON reference_template TO accord_app;

-- Versions of a reference: the current one has no superseded_at. `authority` is who asks and holds it.
CREATE TABLE reference (
    id uuid NOT NULL,
    version integer NOT NULL CONSTRAINT reference_version CHECK (version > 0),
    authority integer NOT NULL CONSTRAINT reference_authority_fk REFERENCES authority,
    provider reference_provider NOT NULL,
    provider_authority integer CONSTRAINT reference_provider_authority_fk REFERENCES authority,
    placement uuid,
    swe_number swe_number NOT NULL,
    used_for reference_use NOT NULL,
    status reference_status NOT NULL,
    engaged_from date NOT NULL,
    engaged_to date,
    worker_agreed_on date,
    asked_on date,
    due_by date,
    decline_reason decline_reason,
    referee_name text,
    referee_post text,
    referee_body text,
    relation referee_relation,
    practice_based boolean NOT NULL DEFAULT false,
    template uuid CONSTRAINT reference_template_fk REFERENCES reference_template,
    answers jsonb,
    dated date,
    received_on date,
    verified_on date,
    verified_how text,
    verified_by uuid,
    given_in_confidence boolean NOT NULL DEFAULT false,
    shared_with_worker_on date,
    worker_comments text,
    disputed boolean NOT NULL DEFAULT false,
    review jsonb,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    recorded_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    superseded_at timestamptz,
    recorded_version bigint NOT NULL DEFAULT 0,
    superseded_version bigint,
    CONSTRAINT reference_pk PRIMARY KEY (authority, id, version),
    CONSTRAINT reference_parties CHECK ((provider = 'INTERNAL') = (provider_authority IS NOT NULL)),
    CONSTRAINT reference_own_of_placement CHECK ((provider = 'OWN') = (placement IS NOT NULL)),
    CONSTRAINT reference_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id),
    CONSTRAINT reference_of_another CHECK (provider_authority <> authority),
    CONSTRAINT reference_engagement CHECK (engaged_to >= engaged_from),
    CONSTRAINT reference_asked_whole CHECK ((provider = 'INTERNAL') = (asked_on IS NOT NULL)),
    CONSTRAINT reference_answered_whole CHECK (status <> 'ANSWERED'
        OR num_nulls(referee_name, referee_post, referee_body, relation, dated, received_on) = 0),
    CONSTRAINT reference_declined_with_reason CHECK ((status = 'DECLINED') = (decline_reason IS NOT NULL)),
    CONSTRAINT reference_received_after_dated CHECK (received_on >= dated),
    CONSTRAINT reference_verified_whole CHECK (num_nonnulls(verified_on, verified_how, verified_by) IN (0, 3)),
    CONSTRAINT reference_verified_after_received CHECK (verified_on >= received_on)
);
CREATE UNIQUE INDEX reference_current ON reference (authority, id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX reference_asked_once ON reference (authority, swe_number, provider_authority, engaged_from)
    WHERE superseded_at IS NULL AND status = 'ASKED';
CREATE UNIQUE INDEX reference_recorded_once ON reference
    (authority, swe_number, lower(referee_name), lower(referee_body), engaged_from, dated)
    WHERE superseded_at IS NULL AND provider = 'EXTERNAL';
CREATE UNIQUE INDEX reference_own_once ON reference (authority, placement)
    WHERE superseded_at IS NULL AND provider = 'OWN';
CREATE INDEX reference_by_worker ON reference (authority, swe_number);
CREATE INDEX reference_by_provider ON reference (provider_authority, id) WHERE provider_authority IS NOT NULL;
ALTER TABLE reference ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY reference_owner ON reference TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY reference_see ON reference FOR SELECT TO accord_app USING (:mine OR :given);
CREATE POLICY reference_directory ON reference FOR SELECT TO accord_directory USING (true);
CREATE POLICY reference_add ON reference FOR INSERT TO accord_app WITH CHECK (:own OR (provider = 'OWN' AND :mine));
CREATE POLICY reference_go_on ON reference FOR INSERT TO accord_app WITH CHECK (version > 1 AND (:mine OR :given));
CREATE POLICY reference_change ON reference FOR UPDATE TO accord_app USING (:mine OR :given) WITH CHECK (:mine OR :given);
GRANT SELECT, INSERT ON reference TO accord_app;
GRANT UPDATE (superseded_at) ON reference TO accord_app;
GRANT SELECT ON reference TO accord_directory;
CREATE TRIGGER reference_stamp BEFORE INSERT OR UPDATE ON reference FOR EACH ROW EXECUTE FUNCTION facts_stamp();

-- Of a supplier's own placements: whether a reference was given, and nothing of what it says.
CREATE FUNCTION references_given()
RETURNS TABLE (placement uuid, authority text, last_day date, given boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT p.id, a.dfe_code, coalesce(p.end_date, p.planned_end_date),
           EXISTS (SELECT FROM reference r
                   WHERE r.authority = p.authority AND r.placement = p.id AND r.provider = 'OWN'
                     AND r.status = 'ANSWERED' AND r.superseded_at IS NULL)
    FROM placement p JOIN authority a ON a.id = p.authority
    WHERE current_setting('accord.role', true) = 'SUPPLIER'
      AND p.supplier = nullif(current_setting('accord.supplier', true), '')::uuid
      AND p.status NOT IN ('WITHDRAWN', 'REFUSED');
END $$;
ALTER FUNCTION references_given OWNER TO accord_directory;
REVOKE ALL ON FUNCTION references_given FROM PUBLIC;
GRANT EXECUTE ON FUNCTION references_given TO accord_app;
COMMENT ON FUNCTION references_given IS 'To a supplier: of its placements, whether a reference was given';

COMMENT ON DOMAIN reference_provider IS 'Who gives a reference: another authority, anybody else, or the holder, of its own placement';
COMMENT ON DOMAIN reference_status IS 'How far a reference has come';
COMMENT ON DOMAIN reference_use IS 'What a reference was asked for';
COMMENT ON DOMAIN referee_relation IS 'What the referee''s body was to the worker';
COMMENT ON DOMAIN decline_reason IS 'Why an authority gives no reference; a closed list, since free text invites opinion';
COMMENT ON TABLE reference_template IS 'Versions of reference templates, whose fields are data';
COMMENT ON COLUMN reference_template.id IS 'The id of this version of the template';
COMMENT ON COLUMN reference_template.region IS 'The region that keeps it; none where it is for the country';
COMMENT ON COLUMN reference_template.name IS 'The template''s name, the same in all its versions';
COMMENT ON COLUMN reference_template.version IS 'Counted from 1 for each name';
COMMENT ON COLUMN reference_template.valid_from IS 'The first day on which it is used';
COMMENT ON COLUMN reference_template.fields
    IS 'An array of {name, part, label, kind, required, choices, about}, as the daemon checks answers against';
COMMENT ON COLUMN reference_template.note IS 'Where it is from, and how sure that is';
COMMENT ON COLUMN reference_template.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN reference_template.recorded_by
    IS 'The principal that put this on record; none where a migration did';
COMMENT ON CONSTRAINT reference_template_has_fields ON reference_template IS 'A template asks for something';
COMMENT ON INDEX reference_template_once IS 'A version of a name is there once';
COMMENT ON TABLE reference
    IS 'References on workers, seen by who holds them and by who gives them; earlier versions stay on record';
COMMENT ON COLUMN reference.id IS 'The reference''s id, the same in all its versions';
COMMENT ON COLUMN reference.version IS 'Counted from 1; the latest has no superseded_at';
COMMENT ON COLUMN reference.authority IS 'The authority that asks for it and holds it';
COMMENT ON COLUMN reference.provider IS 'Who gives it';
COMMENT ON COLUMN reference.provider_authority IS 'The authority of which it is asked; none of EXTERNAL ones';
COMMENT ON COLUMN reference.placement IS 'Of OWN ones: the placement that it is about';
COMMENT ON COLUMN reference.swe_number IS 'The worker''s Social Work England number: SW and digits, never reused';
COMMENT ON COLUMN reference.used_for IS 'For agency work or for a permanent post';
COMMENT ON COLUMN reference.status IS 'Asked for, answered, declined or withdrawn; recorded ones are answered';
COMMENT ON COLUMN reference.engaged_from IS 'First day of the engagement that it is about';
COMMENT ON COLUMN reference.engaged_to IS 'Last day of that engagement; none while it lasts';
COMMENT ON COLUMN reference.worker_agreed_on
    IS 'The day on which the worker agreed that a present employer is asked';
COMMENT ON COLUMN reference.asked_on IS 'The day on which it was asked for';
COMMENT ON COLUMN reference.due_by IS 'The day by which an answer is due, where the ruleset says how long one takes';
COMMENT ON COLUMN reference.decline_reason IS 'Why none is given';
COMMENT ON COLUMN reference.referee_name IS 'Who vouches for the worker';
COMMENT ON COLUMN reference.referee_post IS 'The referee''s post';
COMMENT ON COLUMN reference.referee_body IS 'The body on whose behalf the referee speaks';
COMMENT ON COLUMN reference.relation IS 'What that body was to the worker';
COMMENT ON COLUMN reference.practice_based IS 'It speaks of practice that the referee has seen';
COMMENT ON COLUMN reference.template IS 'The template''s version that it answers; none where it is on no standard one';
COMMENT ON COLUMN reference.answers IS 'An array of {field, answer} by the template''s fields';
COMMENT ON COLUMN reference.dated IS 'The date that it bears';
COMMENT ON COLUMN reference.received_on IS 'The day on which it was received, or answered here';
COMMENT ON COLUMN reference.verified_on IS 'The day on which the holder made sure that it is genuine';
COMMENT ON COLUMN reference.verified_how IS 'How the holder did';
COMMENT ON COLUMN reference.verified_by IS 'The principal that did';
COMMENT ON COLUMN reference.given_in_confidence IS 'It was given in confidence: exempt from the worker''s access';
COMMENT ON COLUMN reference.shared_with_worker_on IS 'The day on which the worker was shown it';
COMMENT ON COLUMN reference.worker_comments IS 'What the worker says of it';
COMMENT ON COLUMN reference.disputed IS 'The worker disputes it: it counts as not verified';
COMMENT ON COLUMN reference.review IS 'What of the end-of-placement review the giver put into it, seen by the worker';
COMMENT ON COLUMN reference.recorded_at IS 'When this came on record: an instant';
COMMENT ON COLUMN reference.recorded_by IS 'The principal that put this on record';
COMMENT ON COLUMN reference.superseded_at
    IS 'When this ceased to be what is on record: an instant; none while it still is';
COMMENT ON COLUMN reference.recorded_version IS 'The version of the worker''s facts at which this came on record';
COMMENT ON COLUMN reference.superseded_version IS 'The version at which this ceased to be what is on record';
COMMENT ON CONSTRAINT reference_parties ON reference IS 'An INTERNAL reference names the authority that gives it';
COMMENT ON CONSTRAINT reference_own_of_placement ON reference IS 'An OWN reference names its placement, no other does';
COMMENT ON CONSTRAINT reference_of_another ON reference IS 'Nobody asks itself';
COMMENT ON CONSTRAINT reference_asked_whole ON reference IS 'What is asked for says since when';
COMMENT ON CONSTRAINT reference_answered_whole ON reference IS 'An answer says who gives it, for whom and when';
COMMENT ON CONSTRAINT reference_verified_whole ON reference IS 'A verification says when, how and by whom';
COMMENT ON INDEX reference_current IS 'One version of a reference is current';
COMMENT ON INDEX reference_asked_once IS 'One engagement is asked about once at a time';
COMMENT ON INDEX reference_recorded_once IS 'One letter is recorded once';
COMMENT ON INDEX reference_own_once IS 'A placement has one reference of its authority''s own';
COMMENT ON INDEX reference_by_worker IS 'For the rules, and searches by worker';
COMMENT ON INDEX reference_by_provider IS 'For the list of whoever gives them';
COMMENT ON POLICY reference_see ON reference IS 'The two parties see it, and nobody else';
COMMENT ON POLICY reference_go_on ON reference IS 'Later versions are either party''s; the first is the holder''s alone';

-- The first template, from guidance.md section 5.
INSERT INTO reference_template (id, region, name, version, valid_from, note, fields)
VALUES ('01920000-0000-7000-8000-000000000001', NULL, 'Agency social worker reference', 1, '2024-10-31',
        '[D/R] A proposed set of fields: to be replaced by the national template, whose wording could not be read.',
        $fields$[
{"name": "role", "part": "Identity", "label": "Role and team", "kind": "text", "required": true},
{"name": "engagement_basis", "part": "Identity", "label": "Engaged as", "kind": "choice", "required": true,
 "choices": ["Substantive", "Agency"]},
{"name": "supplier", "part": "Identity", "label": "Supplier, of agency work", "kind": "text", "required": false},
{"name": "hours", "part": "Identity", "label": "Hours a week", "kind": "text", "required": false},
{"name": "supervisor", "part": "Identity", "label": "Supervisor", "kind": "text", "required": false},
{"name": "referee_swe_number", "part": "Referee", "label": "Referee's Social Work England number, if registered",
 "kind": "text", "required": false},
{"name": "supervised", "part": "Referee", "label": "How and when the referee supervised the worker", "kind": "text",
 "required": true},
{"name": "organisation_approved", "part": "Referee", "label": "The organisation approves this reference",
 "kind": "yes_no", "required": true},
{"name": "caseload", "part": "Practice", "label": "Caseload and its complexity", "kind": "text", "required": true},
{"name": "direct_work", "part": "Practice", "label": "Direct work with children and families", "kind": "text",
 "required": true},
{"name": "assessment", "part": "Practice", "label": "Assessment and analysis", "kind": "text", "required": true},
{"name": "planning", "part": "Practice", "label": "Planning and reviewing", "kind": "text", "required": true},
{"name": "recording", "part": "Practice", "label": "Recording and timeliness", "kind": "text", "required": true},
{"name": "court_work", "part": "Practice", "label": "Court and legal work", "kind": "text", "required": false},
{"name": "safeguarding", "part": "Practice", "label": "Safeguarding and risk", "kind": "text", "required": true},
{"name": "multi_agency", "part": "Practice", "label": "Multi-agency working", "kind": "text", "required": false},
{"name": "use_of_supervision", "part": "Practice", "label": "Use of supervision", "kind": "text", "required": true},
{"name": "leadership", "part": "Practice", "label": "Leadership, of advanced practitioners, managers and chairs",
 "kind": "text", "required": false},
{"name": "inclusive_practice", "part": "Practice", "label": "Anti-racist and inclusive practice", "kind": "text",
 "required": false},
{"name": "handover", "part": "Practice", "label": "Quality of handover", "kind": "text", "required": false},
{"name": "reliability", "part": "Conduct", "label": "Reliability", "kind": "text", "required": true,
 "about": "Never health, or the reasons of an absence"},
{"name": "absence", "part": "Conduct", "label": "Absence, in numbers and only where that is lawful", "kind": "text",
 "required": false, "about": "Numbers alone, never health details"},
{"name": "disciplinary", "part": "Conduct", "label": "Disciplinary or capability procedure live or pending",
 "kind": "choice", "required": true, "choices": ["None", "Live", "Pending"],
 "about": "What was closed without a finding is none"},
{"name": "allegations", "part": "Conduct", "label": "Safeguarding allegations, substantiated or ongoing",
 "kind": "choice", "required": true, "choices": ["None", "Substantiated", "Ongoing"],
 "about": "Never what was unfounded, malicious or false: that is none"},
{"name": "swe_referral", "part": "Conduct", "label": "Referral made to Social Work England", "kind": "yes_no",
 "required": true},
{"name": "notice_served", "part": "Conduct", "label": "Notice served in full", "kind": "choice", "required": false,
 "choices": ["Yes", "No", "Still there"]},
{"name": "left_because", "part": "Conduct", "label": "Reason for leaving", "kind": "choice", "required": false,
 "choices": ["End of assignment", "Resigned", "Redundancy", "Ended by the authority", "Still there", "Other"],
 "about": "Never health"},
{"name": "would_re_engage", "part": "Conduct", "label": "Would re-engage", "kind": "choice", "required": true,
 "choices": ["Yes", "Yes with conditions", "No"]},
{"name": "re_engage_reason", "part": "Conduct", "label": "Why not, or with which conditions", "kind": "text",
 "required": false, "about": "Practice alone: never health, never an allegation that was unfounded"},
{"name": "last_day_worked", "part": "Conduct", "label": "Last day worked", "kind": "date", "required": false}
]$fields$);
COMMIT;
