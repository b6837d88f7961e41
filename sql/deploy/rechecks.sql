-- Deploy accord:rechecks to pg
-- Whatever a placement rests on may change after it was confirmed: a leaver recorded late, a correction, a cap that is
-- published. Who records it queues the placements that it touches, at any authority, without seeing them, or leaves that
-- to the daemon (sweeps); the daemon then asks the rules again as each placement's own authority, which is told of what
-- has changed.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.recheck_cause AS text CONSTRAINT recheck_cause_code
    CHECK (VALUE IN ('FACTS', 'SIGN_OFF', 'CAP', 'DUE', 'RATE_DUE'));
COMMENT ON DOMAIN recheck_cause IS 'Why a placement''s rules are asked again';
CREATE DOMAIN accord.notice_kind AS text CONSTRAINT notice_kind_code
    CHECK (VALUE IN ('VERDICT_CHANGED', 'RECORD_CHANGED'));
COMMENT ON DOMAIN notice_kind IS 'What an authority is told that no record of its own says';

-- The findings that stand: of every rule those of the latest check that asked it.
ALTER TABLE placement ADD findings jsonb;
UPDATE placement p SET findings = (
    SELECT coalesce(jsonb_agg(e.finding ORDER BY e.part, e.at), '[]')
    FROM (SELECT 1 AS part, o.at, o.finding FROM jsonb_array_elements(c.findings) WITH ORDINALITY AS o(finding, at)
          WHERE NOT EXISTS (SELECT FROM eligibility_check k, jsonb_array_elements(k.findings) AS n(finding)
                            WHERE k.authority = p.authority AND k.id = p.recheck
                              AND n.finding ->> 'rule' = o.finding ->> 'rule')
          UNION ALL
          SELECT 2, o.at, o.finding FROM eligibility_check k, jsonb_array_elements(k.findings) WITH ORDINALITY AS o(finding, at)
          WHERE k.authority = p.authority AND k.id = p.recheck) e)
FROM eligibility_check c
WHERE c.authority = p.authority AND c.id = p.eligibility_check;
ALTER TABLE placement ALTER findings SET NOT NULL;
COMMENT ON COLUMN placement.findings IS 'The findings that stand: of each rule those of the latest check that asked it';
COMMENT ON COLUMN placement.recheck IS 'The latest check that asked the rules again; none where none did';
GRANT UPDATE (findings) ON placement TO accord_app;
CREATE INDEX placement_awaiting ON placement (authority, id)
    WHERE status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
      AND findings @? '$[*] ? (@.verdict == "UNKNOWN" && exists(@.due_by))';
COMMENT ON INDEX placement_awaiting IS 'What is running and has something still to come';

CREATE TABLE recheck (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    authority integer NOT NULL CONSTRAINT recheck_authority_fk REFERENCES authority,
    placement uuid NOT NULL,
    cause recheck_cause NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT now(),
    not_before timestamptz NOT NULL DEFAULT now(),
    done_at timestamptz,
    CONSTRAINT recheck_pk PRIMARY KEY (authority, id),
    CONSTRAINT recheck_placement_fk FOREIGN KEY (authority, placement) REFERENCES placement (authority, id)
);
CREATE UNIQUE INDEX recheck_once ON recheck (authority, placement, cause) WHERE done_at IS NULL;
CREATE INDEX recheck_waiting ON recheck (not_before) WHERE done_at IS NULL;
ALTER TABLE recheck ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY recheck_owner ON recheck TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY recheck_directory ON recheck TO accord_directory USING (true) WITH CHECK (true);
CREATE POLICY recheck_see ON recheck FOR SELECT TO accord_app USING (:mine);
CREATE POLICY recheck_change ON recheck FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT ON recheck TO accord_app;
GRANT UPDATE (not_before, done_at) ON recheck TO accord_app;
GRANT SELECT, INSERT ON recheck TO accord_directory;
COMMENT ON TABLE recheck IS 'Placements whose rules are to be asked again, and when they were';
COMMENT ON COLUMN recheck.id IS 'The id by which the daemon acts on it';
COMMENT ON COLUMN recheck.authority IS 'The placement''s authority';
COMMENT ON COLUMN recheck.placement IS 'The placement';
COMMENT ON COLUMN recheck.cause IS 'Why: it says which rules are asked';
COMMENT ON COLUMN recheck.queued_at IS 'When what it rests on changed: an instant';
COMMENT ON COLUMN recheck.not_before IS 'When it is tried, or tried again: an instant';
COMMENT ON COLUMN recheck.done_at IS 'When the rules had been asked; none until then';
COMMENT ON INDEX recheck_once IS 'What waits already is not queued again: whoever does it sees all that was recorded before';
COMMENT ON INDEX recheck_waiting IS 'What waits, in order';

CREATE TABLE notice (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    authority integer NOT NULL CONSTRAINT notice_authority_fk REFERENCES authority,
    kind notice_kind NOT NULL,
    about text NOT NULL,
    object uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    due date,
    done_at timestamptz,
    done_by uuid,
    CONSTRAINT notice_pk PRIMARY KEY (authority, id),
    CONSTRAINT notice_done_whole CHECK ((done_at IS NULL) = (done_by IS NULL))
);
CREATE UNIQUE INDEX notice_once ON notice (authority, kind, object) WHERE done_at IS NULL;
ALTER TABLE notice ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY notice_owner ON notice TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY notice_directory ON notice TO accord_directory USING (true) WITH CHECK (true);
CREATE POLICY notice_see ON notice FOR SELECT TO accord_app USING (:mine);
CREATE POLICY notice_add ON notice FOR INSERT TO accord_app WITH CHECK (:mine);
CREATE POLICY notice_change ON notice FOR UPDATE TO accord_app USING (:mine) WITH CHECK (:mine);
GRANT SELECT, INSERT ON notice TO accord_app;
GRANT UPDATE (done_at, done_by) ON notice TO accord_app;
GRANT SELECT, INSERT ON notice TO accord_directory;
COMMENT ON TABLE notice IS 'What an authority is told that no record of its own says; one of its tasks until somebody has seen to it';
COMMENT ON COLUMN notice.id IS 'The notice''s id';
COMMENT ON COLUMN notice.authority IS 'Whom it is for';
COMMENT ON COLUMN notice.kind IS 'What has happened';
COMMENT ON COLUMN notice.about IS 'The kind of record that it is about, as in the audit trail';
COMMENT ON COLUMN notice.object IS 'That record''s id';
COMMENT ON COLUMN notice.opened_at IS 'When it happened: an instant';
COMMENT ON COLUMN notice.due IS 'By when somebody should have seen to it; none: no day is laid down';
COMMENT ON COLUMN notice.done_at IS 'When somebody had seen to it; none until then';
COMMENT ON COLUMN notice.done_by IS 'Who had';
COMMENT ON CONSTRAINT notice_done_whole ON notice IS 'Who had seen to it, and when';
COMMENT ON INDEX notice_once IS 'The same is not told twice while it waits';

-- Queues what is running of a worker, wherever it is. Who calls it has claimed the worker's facts: so has who asks the
-- rules again, and of two such the later sees what the earlier did.
CREATE FUNCTION rechecks_of_worker(swe text, why text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(coalesce(current_setting('accord.authority', true), '') <> '', 'forbidden');
    INSERT INTO recheck (authority, placement, cause)
    SELECT p.authority, p.id, why FROM placement p
    WHERE p.swe_number = swe AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    ORDER BY p.authority, p.id
    ON CONFLICT DO NOTHING;
END $$;
CREATE INDEX placement_running ON placement (swe_number)
    WHERE status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH');
COMMENT ON INDEX placement_running IS 'For rechecks_of_worker, across authorities';

-- The day whose cap a placement's rate is held against: the rate's first, or the first of an extension since (R0.4).
CREATE POLICY placement_extension_directory ON placement_extension FOR SELECT TO accord_directory USING (true);
GRANT SELECT ON placement_extension TO accord_directory;
CREATE FUNCTION rated_on(hirer integer, held uuid) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN greatest((SELECT max(r.valid_from) FROM placement_rate r
                     WHERE r.authority = hirer AND r.placement = held AND r.superseded_at IS NULL),
                    (SELECT max(coalesce(x.extended_from + 1, (x.recorded_at AT TIME ZONE 'Europe/London')::date))
                     FROM placement_extension x WHERE x.authority = hirer AND x.placement = held));
END $$;
REVOKE ALL ON FUNCTION rated_on FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rated_on TO accord_app, accord_directory;
COMMENT ON FUNCTION rated_on IS 'The day whose cap a placement''s rate is held against';

-- The latest day whose beginning has been seen to.
CREATE TABLE recheck_day (
    day date CONSTRAINT recheck_day_pk PRIMARY KEY
);
ALTER TABLE recheck_day ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY recheck_day_owner ON recheck_day TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY recheck_day_directory ON recheck_day TO accord_directory USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON recheck_day TO accord_directory;
COMMENT ON TABLE recheck_day IS 'The latest day on which what had ended the day before was asked again';
COMMENT ON COLUMN recheck_day.day IS 'The day';

-- Once a day: what an exception served whose last day has passed since, also while no daemon ran.
CREATE FUNCTION rechecks_of_day(today date) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    before date := (SELECT max(day) FROM recheck_day);
BEGIN
    IF before >= today THEN
        RETURN;
    END IF;
    INSERT INTO recheck_day (day) VALUES (today) ON CONFLICT DO NOTHING;
    INSERT INTO recheck (authority, placement, cause)
    SELECT p.authority, p.id, CASE e.rule WHEN 'PRICE_CAP' THEN 'RATE_DUE' ELSE 'DUE' END
    FROM rule_exception e
    JOIN placement p ON p.swe_number = e.swe_number AND (e.id = ANY (p.exceptions) OR p.id = e.placement)
         AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    WHERE e.status = 'APPROVED' AND e.superseded_at IS NULL
      AND e.expires_on < today AND e.expires_on >= coalesce(before, '-infinity')
    ON CONFLICT DO NOTHING;
    DELETE FROM recheck_day WHERE day < today;
END $$;

-- What the daemon does before it looks for what waits: queues what is due today.
CREATE FUNCTION rechecks_due(today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    INSERT INTO recheck (authority, placement, cause)
    SELECT p.authority, p.id, CASE f ->> 'rule' WHEN 'SIGN_OFF' THEN 'RATE_DUE' ELSE 'DUE' END
    FROM placement p CROSS JOIN LATERAL jsonb_array_elements(p.findings) AS f
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
      AND p.findings @? '$[*] ? (@.verdict == "UNKNOWN" && exists(@.due_by))'
      AND f ->> 'verdict' = 'UNKNOWN' AND (f ->> 'due_by')::date < today
    ON CONFLICT DO NOTHING;
    PERFORM rechecks_of_day(today);
END $$;

-- One that waits; which one is left to chance, so that several daemons seldom take the same.
CREATE FUNCTION recheck_waiting() RETURNS TABLE (id uuid, placement uuid, cause text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT w.id, w.placement, w.cause FROM (
        SELECT r.id, r.placement, r.cause::text AS cause FROM recheck r
        WHERE r.done_at IS NULL AND r.not_before <= now()
        ORDER BY r.not_before LIMIT 32) w
    ORDER BY random() LIMIT 1;
END $$;

-- Who holds a body's records on a day: itself, or whoever followed it last; after a split the first of those that did.
CREATE FUNCTION holder_of(body integer, on_day date) RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    holder integer := body;
    next integer := body;
BEGIN
    WHILE next IS NOT NULL LOOP
        holder := next;
        SELECT min(s.successor) INTO next FROM authority_succession s
        WHERE s.predecessor = holder AND s.succeeded_on <= on_day;
    END LOOP;
    RETURN holder;
END $$;
REVOKE ALL ON FUNCTION holder_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holder_of TO accord_directory;
COMMENT ON FUNCTION holder_of IS 'Who holds a body''s records on a day: itself, or one of its successors';

-- The identity of who asks again: the daemon, for the authority that holds the placement today, and only while it
-- waits. The other way to an identity is a token (begin_as).
INSERT INTO principal (id, kind, name, post)
VALUES ('00000000-0000-7000-8000-00000000acc0', 'SYSTEM', 'accordd', 'asks the rules again');
CREATE FUNCTION begin_recheck(waiting uuid, action text, route text, request uuid)
RETURNS TABLE (principal uuid, role text, scope text, authority integer, authority_code text, region text, supplier uuid)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    today date := (now() AT TIME ZONE 'Europe/London')::date;
    holder integer;
    settings text[];
BEGIN
    SELECT holder_of(r.authority, today) INTO holder FROM recheck r WHERE r.id = waiting AND r.done_at IS NULL;
    PERFORM require(holder IS NOT NULL, 'not_found');
    SELECT a.region, a.dfe_code INTO region, authority_code FROM authority a WHERE a.id = holder;
    principal := '00000000-0000-7000-8000-00000000acc0';
    role := 'OFFICER';
    scope := 'authority:' || holder;
    authority := holder;
    settings := ARRAY[
        set_config('accord.principal', principal::text, true),
        set_config('accord.role', role, true),
        set_config('accord.scope', scope, true),
        set_config('accord.authority', holder::text, true),
        set_config('accord.authorities', inherited_by(holder, today)::text, true),
        set_config('accord.region', region, true),
        set_config('accord.supplier', '', true),
        set_config('accord.action', coalesce(action, ''), true),
        set_config('accord.route', coalesce(route, ''), true),
        set_config('accord.request', coalesce(request::text, ''), true)];
    RETURN NEXT;
END $$;

ALTER FUNCTION rechecks_of_worker OWNER TO accord_directory;
ALTER FUNCTION rechecks_of_day OWNER TO accord_directory;
ALTER FUNCTION rechecks_due OWNER TO accord_directory;
ALTER FUNCTION recheck_waiting OWNER TO accord_directory;
ALTER FUNCTION begin_recheck OWNER TO accord_directory;
REVOKE ALL ON FUNCTION rechecks_of_worker, rechecks_of_day, rechecks_due, recheck_waiting, begin_recheck FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rechecks_of_worker, rechecks_due, recheck_waiting, begin_recheck TO accord_app;
COMMENT ON FUNCTION rechecks_of_worker IS 'Queues a worker''s running placements at every authority';
COMMENT ON FUNCTION rechecks_of_day IS 'Queues what was served by an exception whose last day has passed';
COMMENT ON FUNCTION rechecks_due IS 'Queues what was due and has not come, and what an exception served that has ended';
COMMENT ON FUNCTION recheck_waiting IS 'One of the placements whose rules are to be asked again';
COMMENT ON FUNCTION begin_recheck IS 'Sets the identity of one batch to the daemon''s own, for the authority of what waits';
COMMIT;
