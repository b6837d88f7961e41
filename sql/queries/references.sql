-- References, as their two parties see them. What happens to one supersedes it by a later version. SPDX-License-Identifier: MIT

-- reference_add(id uuid, provider text, provider_authority int4, placement uuid, swe_number text, used_for text, status text, engaged_from date, engaged_to date, worker_agreed_on date, asked_on date, due_by date, referee_name text, referee_post text, referee_body text, relation text, practice_based bool, template uuid, answers jsonb, dated date, received_on date, verified_on date, verified_how text, given_in_confidence bool, review jsonb, recorded_at timestamptz)
-- One of a placement is of the authority that the placement is of, whoever holds it now.
INSERT INTO reference (id, version, authority, provider, provider_authority, placement, swe_number, used_for, status,
                       engaged_from, engaged_to, worker_agreed_on, asked_on, due_by, referee_name, referee_post, referee_body, relation,
                       practice_based, template, answers, dated, received_on, verified_on, verified_how, verified_by,
                       given_in_confidence, review, recorded_at)
VALUES ($id, 1,
        coalesce((SELECT p.authority FROM placement p
                  WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])),
                 nullif(current_setting('accord.authority', true), '')::int4),
        $provider, $provider_authority, $placement, $swe_number, $used_for, $status, $engaged_from, $engaged_to, $worker_agreed_on, $asked_on, $due_by, $referee_name, $referee_post,
        $referee_body, $relation, $practice_based, $template, $answers, $dated, $received_on, $verified_on, $verified_how,
        CASE WHEN $verified_on IS NOT NULL THEN nullif(current_setting('accord.principal', true), '')::uuid END,
        $given_in_confidence, $review, $recorded_at);

-- reference_get(id uuid, shown bool, today date)
-- Read to be shown, it is audited here; read to be gone on with, by what goes on, which asks whether the caller holds it,
-- whether it wrote it or is to write it, and who recorded the dispute that it is in.
WITH page AS MATERIALIZED (
    SELECT r.id, r.version, a.dfe_code AS authority, r.provider, p.dfe_code AS provider_authority, r.placement,
           r.swe_number, r.used_for AS for, r.status, r.engaged_from, r.engaged_to, r.worker_agreed_on, r.asked_on,
           r.due_by, r.decline_reason, r.referee_name, r.referee_post, r.referee_body, r.relation, r.practice_based,
           r.template, r.answers, r.dated, r.received_on, r.verified_on, r.verified_how, r.verified_by, r.given_in_confidence,
           r.shared_with_worker_on, r.worker_comments, r.disputed, r.recorded_at,
           CASE WHEN (r.review ->> 'recommendation_ends_on')::date < $today
                THEN r.review - '{recommendation,recommendation_ends_on}'::text[] ELSE r.review END AS review,
           r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) AS held,
           CASE r.provider WHEN 'INTERNAL'
                THEN r.provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
                ELSE r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]) END AS written,
           p.name AS provider_name,
           (SELECT jsonb_build_object('media_type', f.media_type, 'size', f.size, 'sha256', encode(f.sha256, 'hex'),
                                      'recorded_at', f.recorded_at, 'recorded_by', f.recorded_by)
            FROM reference_form f WHERE f.authority = r.authority AND f.reference = r.id
            ORDER BY f.version DESC LIMIT 1) AS form,
           CASE WHEN r.disputed THEN (
               SELECT d.recorded_by FROM reference d
               WHERE d.authority = r.authority AND d.id = r.id
                 AND d.version > (SELECT max(u.version) FROM reference u
                                  WHERE u.authority = r.authority AND u.id = r.id AND NOT u.disputed)
               ORDER BY d.version LIMIT 1) END AS disputed_by
    FROM reference r
    JOIN authority a ON a.id = r.authority
    LEFT JOIN authority p ON p.id = r.provider_authority
    WHERE r.id = $id AND r.superseded_at IS NULL
      AND (r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR r.provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]))
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'reference', array_agg(id), 'done' FROM page WHERE $shown HAVING count(*) > 0
)
SELECT id, version, authority, provider, provider_authority, placement, swe_number, page.for, status, engaged_from,
       engaged_to, worker_agreed_on, asked_on, due_by, decline_reason, referee_name, referee_post, referee_body, relation,
       practice_based, template, answers, dated, received_on, verified_on, verified_how, verified_by, given_in_confidence,
       shared_with_worker_on, worker_comments, disputed, recorded_at, review, form, held, written, provider_name, disputed_by,
       facts_version(swe_number) AS facts_version
FROM page;

-- reference_supersede(id uuid, version int4, superseded_at timestamptz)
-- Raises stale_facts where somebody went on with it meanwhile: what the daemon read is read again.
WITH u AS (
    UPDATE reference SET superseded_at = $superseded_at
    WHERE id = $id AND version = $version AND superseded_at IS NULL
      AND (authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]))
    RETURNING 1
)
SELECT require(EXISTS (SELECT 1 FROM u), 'stale_facts');

-- reference_go_on(id uuid, version int4, status text, engaged_from date, engaged_to date, decline_reason text, referee_name text, referee_post text, referee_body text, relation text, practice_based bool, template uuid, answers jsonb, dated date, received_on date, verified_on date, verified_how text, verified_by uuid, given_in_confidence bool, shared_with_worker_on date, worker_comments text, disputed bool, review jsonb, recorded_at timestamptz)
-- The version after the given one, which has just been superseded; whose it is, on whom and who asked for it when stays.
INSERT INTO reference (id, version, authority, provider, provider_authority, placement, swe_number, used_for, status,
                       engaged_from, engaged_to, worker_agreed_on, asked_on, due_by, decline_reason, referee_name,
                       referee_post, referee_body, relation, practice_based, template, answers, dated, received_on,
                       verified_on, verified_how, verified_by, given_in_confidence, shared_with_worker_on, worker_comments,
                       disputed, review, recorded_at)
SELECT r.id, r.version + 1, r.authority, r.provider, r.provider_authority, r.placement, r.swe_number, r.used_for, $status,
       $engaged_from, $engaged_to, r.worker_agreed_on, r.asked_on, r.due_by, $decline_reason, $referee_name,
       $referee_post, $referee_body, $relation, $practice_based, $template, $answers, $dated, $received_on, $verified_on,
       $verified_how, $verified_by, $given_in_confidence, $shared_with_worker_on, $worker_comments, $disputed, $review,
       $recorded_at
FROM reference r
WHERE r.id = $id AND r.version = $version
  AND (r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
       OR r.provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]));

-- reference_form_add(id uuid, version int4, media_type text, size int4, sha256 bytea, content bytes, recorded_at timestamptz)
-- With that version of the reference, which has just come on record.
INSERT INTO reference_form (authority, reference, version, media_type, size, sha256, content, recorded_at)
SELECT r.authority, r.id, r.version, $media_type, $size, $sha256, $content, $recorded_at
FROM reference r
WHERE r.id = $id AND r.version = $version
  AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- reference_form_get(id uuid)
-- The latest of a reference that the caller holds, audited; its bytes by its version, which does not change.
WITH page AS MATERIALIZED (
    SELECT r.id, r.version, f.version AS form_version, f.media_type, 'sha-256=:' || encode(f.sha256, 'base64') || ':' AS digest
    FROM reference r
    JOIN reference_form f ON f.authority = r.authority AND f.reference = r.id
    WHERE r.id = $id AND r.superseded_at IS NULL
      AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
    ORDER BY f.version DESC LIMIT 1
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'reference', array_agg(id), 'done' FROM page HAVING count(*) > 0
)
SELECT version, form_version, media_type, digest FROM page;

-- reference_form_content(id uuid, version int4)
SELECT f.content FROM reference_form f
WHERE f.reference = $id AND f.version = $version
  AND f.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- reference_own(id uuid, today date)
-- A reference of the caller's own, on one of its placements. What its review recommended is part of it for as long as it
-- still does.
SELECT r.id, r.swe_number, r.status, r.referee_name, r.referee_post, r.referee_body, r.relation, r.practice_based, r.template,
       r.answers, r.engaged_from, r.engaged_to, r.dated, r.given_in_confidence, r.shared_with_worker_on, r.worker_comments,
       r.disputed,
       CASE WHEN (r.review ->> 'recommendation_ends_on')::date < $today
                 OR NOT EXISTS (SELECT FROM placement_review v
                                WHERE v.authority = r.authority AND v.placement = r.placement AND v.superseded_at IS NULL
                                  AND v.recommendation = r.review ->> 'recommendation')
                THEN r.review - '{recommendation,recommendation_ends_on}'::text[] ELSE r.review END AS review
FROM reference r
WHERE r.id = $id AND r.provider = 'OWN' AND r.superseded_at IS NULL
  AND r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- reference_placement(placement uuid, today date)
-- The placement of the caller's that a reference of its own is about, and how it was reviewed.
SELECT p.swe_number, a.name AS authority_name, p.status, p.start_date,
       CASE WHEN v.recommendation_ends_on < $today THEN jsonb_build_object('outcome', v.outcome)
            WHEN v.id IS NOT NULL THEN jsonb_build_object('outcome', v.outcome, 'recommendation', v.recommendation,
                                                          'recommendation_ends_on', v.recommendation_ends_on) END AS review
FROM placement p
JOIN authority a ON a.id = p.authority
LEFT JOIN placement_review v ON v.authority = p.authority AND v.placement = p.id AND v.superseded_at IS NULL
WHERE p.id = $placement AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]);

-- reference_list(statuses text[], to_answer bool, swe_number text, after_id uuid, page_size int4, counted bool)
-- Newest first, without answers. page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT r.id, r.version, r.authority, r.provider, r.provider_authority, r.swe_number, r.used_for, r.status,
           r.engaged_from, r.engaged_to, r.worker_agreed_on, r.asked_on, r.due_by, r.decline_reason, r.referee_name,
           r.referee_post, r.referee_body, r.relation, r.practice_based, r.template, r.dated, r.received_on, r.verified_on,
           r.given_in_confidence, r.shared_with_worker_on, r.disputed, r.recorded_at
    FROM reference r
    WHERE (r.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
           OR r.provider_authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[]))
      AND r.superseded_at IS NULL
      AND ($statuses IS NULL OR r.status = ANY ($statuses))
      AND (NOT $to_answer OR (r.status = 'ASKED' AND r.provider_authority
                              = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])))
      AND ($swe_number IS NULL OR r.swe_number = $swe_number)
), page AS MATERIALIZED (
    SELECT id, version, authority, provider, provider_authority, swe_number, used_for, status, engaged_from, engaged_to,
           worker_agreed_on, asked_on, due_by, decline_reason, referee_name, referee_post, referee_body, relation,
           practice_based, template, dated, received_on, verified_on, given_in_confidence, shared_with_worker_on, disputed,
           recorded_at
    FROM listed WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'reference', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT r.id, r.version, a.dfe_code AS authority, r.provider, p.dfe_code AS provider_authority, r.swe_number,
       r.used_for AS for, r.status, r.engaged_from, r.engaged_to, r.worker_agreed_on, r.asked_on, r.due_by,
       r.decline_reason, r.referee_name, r.referee_post, r.referee_body, r.relation, r.practice_based, r.template, r.dated,
       r.received_on, r.verified_on, r.given_in_confidence, r.shared_with_worker_on, r.disputed, r.recorded_at,
       (SELECT jsonb_build_object('media_type', f.media_type, 'size', f.size, 'sha256', encode(f.sha256, 'hex'),
                                  'recorded_at', f.recorded_at, 'recorded_by', f.recorded_by)
        FROM reference_form f WHERE f.authority = r.authority AND f.reference = r.id
        ORDER BY f.version DESC LIMIT 1) AS form,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page r
JOIN authority a ON a.id = r.authority
LEFT JOIN authority p ON p.id = r.provider_authority
ORDER BY r.id DESC;

-- reference_may_ask(provider_authority int4, day date)
-- Raises sharing_agreement_unsigned unless both are members of one agreement on that day and have signed to share. Who
-- holds what another recorded asks in its own name.
SELECT require(EXISTS (
    SELECT FROM membership m JOIN membership o ON o.agreement = m.agreement
    WHERE m.authority = nullif(current_setting('accord.authority', true), '')::int4 AND o.authority = $provider_authority
      AND m.superseded_at IS NULL AND o.superseded_at IS NULL AND m.valid @> $day AND o.valid @> $day
      AND m.sharing_agreement_signed_on <= $day AND o.sharing_agreement_signed_on <= $day), 'sharing_agreement_unsigned');

-- reference_owed_list(until date, day date, after_place int8, after_id uuid, page_size int4, counted bool)
-- Placements of the caller's whose end owes a reference, the first to end first, until the worker was shown one.
-- page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT p.id, p.authority, p.swe_number, p.supplier, coalesce(p.end_date, p.planned_end_date) AS last_day,
           r.id AS written, (DATE 'epoch' - coalesce(p.end_date, p.planned_end_date))::int8 AS place
    FROM placement p
    LEFT JOIN reference r ON r.authority = p.authority AND r.placement = p.id AND r.provider = 'OWN'
         AND r.superseded_at IS NULL
    WHERE p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])
      AND p.status NOT IN ('WITHDRAWN', 'REFUSED') AND r.shared_with_worker_on IS NULL
      AND coalesce(p.end_date, p.planned_end_date) >= (
          SELECT min(m.value::date) FROM ruleset_parameter m
          WHERE m.name = 'references_owed_from' AND m.superseded_at IS NULL)
      AND ($until IS NULL OR coalesce(p.end_date, p.planned_end_date) <= $until)
), page AS MATERIALIZED (
    SELECT id, authority, swe_number, supplier, last_day, written, place FROM listed
    WHERE $after_id IS NULL OR (place, id) < ($after_place, $after_id)
    ORDER BY place DESC, id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY place DESC, id DESC LIMIT $page_size - 1) shown
)
SELECT l.id, 'P-' || upper(right(l.id::text, 8)) AS reference, a.dfe_code AS authority, l.swe_number, l.supplier, l.last_day,
       l.written, l.last_day < $day AS overdue, l.place, (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page l JOIN authority a ON a.id = l.authority
ORDER BY l.place DESC, l.id DESC;

-- reference_given_list(after_id uuid, page_size int4, counted bool)
-- The supplier's own placements, newest first, and whether a reference was given: nothing of what it says.
-- page_size is one more than is shown, and audited.
WITH listed AS NOT MATERIALIZED (
    SELECT g.placement AS id, g.authority, g.last_day, g.given FROM references_given() g
), page AS MATERIALIZED (
    SELECT id, authority, last_day, given FROM listed
    WHERE $after_id IS NULL OR id < $after_id
    ORDER BY id DESC
    LIMIT $page_size
), seen AS (
    INSERT INTO audit_event (object_type, ids, outcome)
    SELECT 'placement', coalesce(array_agg(id), '{}'), 'done'
    FROM (SELECT id FROM page ORDER BY id DESC LIMIT $page_size - 1) shown
)
SELECT id, 'P-' || upper(right(id::text, 8)) AS reference, authority, last_day, given,
       (SELECT count(*) FROM listed WHERE $counted) AS total
FROM page ORDER BY id DESC;
