-- Deploy accord:sweeps to pg
-- An agreement, a membership, a cap, a role mapping or a succession changes what the rules are told of many placements at
-- once. Whoever records it leaves a sweep; the daemon finds what is running and touched by it, and queues that.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.sweep_kind AS text CONSTRAINT sweep_kind_code
    CHECK (VALUE IN ('COOL_OFF', 'PAY', 'TERMS', 'CAP', 'ROLE_MAPPING', 'SUCCESSION'));
COMMENT ON DOMAIN sweep_kind IS 'What changed of what the rules are told of many placements';

-- A submission that was under way when the change was recorded may have read the rules before and commit after: what is
-- running is looked for once everything that had begun to write when the sweep was first seen has ended (`after`). Who
-- makes sure of the rules' version has written by then: the request's key, or the claim of the worker's facts.
CREATE TABLE sweep (
    id uuid CONSTRAINT sweep_pk PRIMARY KEY DEFAULT gen_random_uuid(),
    kind sweep_kind NOT NULL,
    object uuid,
    days daterange,
    predecessor integer,
    successor integer,
    due date NOT NULL DEFAULT '-infinity',
    seen_on date,
    after xid8,
    reached_authority integer,
    reached uuid,
    done_at timestamptz,
    CONSTRAINT sweep_of CHECK (CASE kind WHEN 'SUCCESSION' THEN predecessor IS NOT NULL AND successor IS NOT NULL
                                    ELSE object IS NOT NULL AND days IS NOT NULL END),
    CONSTRAINT sweep_succession_fk FOREIGN KEY (predecessor, successor)
        REFERENCES authority_succession (predecessor, successor)
);
CREATE INDEX sweep_waiting ON sweep (due) WHERE done_at IS NULL;
ALTER TABLE sweep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY sweep_owner ON sweep TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY sweep_directory ON sweep TO accord_directory USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON sweep TO accord_directory;
COMMENT ON TABLE sweep IS 'What changed of what the rules are told, until what is running and touched has been queued';
COMMENT ON COLUMN sweep.id IS 'The sweep''s id';
COMMENT ON COLUMN sweep.kind IS 'What changed: it says what is touched';
COMMENT ON COLUMN sweep.object IS 'The record that changed: a membership, an agreement (all of its), a cap or a mapping';
COMMENT ON COLUMN sweep.days IS 'The days of which something else is told from now on';
COMMENT ON COLUMN sweep.predecessor IS 'Of a succession: the authority that ends';
COMMENT ON COLUMN sweep.successor IS 'Of a succession: one that follows it';
COMMENT ON COLUMN sweep.due IS 'From which day on it is to be seen to: at once, then the later days on which it finds otherwise';
COMMENT ON COLUMN sweep.seen_on IS 'The day on which it was last seen to be due';
COMMENT ON COLUMN sweep.after IS 'The transaction that saw it to be due: what wrote before has a lower number';
COMMENT ON COLUMN sweep.reached_authority IS 'How far it has been looked at: the authority of the last placement';
COMMENT ON COLUMN sweep.reached IS 'The last placement that was looked at';
COMMENT ON COLUMN sweep.done_at IS 'When that had been done, and no later day waits; none until then';
COMMENT ON CONSTRAINT sweep_of ON sweep IS 'What changed, and for which days; a succession is named by its parties';
COMMENT ON CONSTRAINT sweep_succession_fk ON sweep IS 'A succession that is on record';
COMMENT ON INDEX sweep_waiting IS 'Those that wait';

-- In the batch that records the change, by whoever may record it.
CREATE FUNCTION sweep_add(kind text, object uuid, days daterange) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    PERFORM require(current_setting('accord.role', true)
                    = CASE kind WHEN 'ROLE_MAPPING' THEN 'AUTHORITY_ADMIN' ELSE 'REGION_ADMIN' END, 'forbidden');
    INSERT INTO sweep (kind, object, days) VALUES (sweep_add.kind, sweep_add.object, sweep_add.days);
END $$;

-- What is touched: a function for each of what can change, of one running placement. What an agreement bound is looked at
-- as it ever was on record: what fell away touches too.

-- Both ends are bound by an agreement's cool-off, the hirer on the first day and an employer of the worker's, on record or
-- declared, on the last (R1); one of them by the change, on one of its days.
CREATE FUNCTION touches_cool_off(w sweep, p placement) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM binding h
        CROSS JOIN LATERAL (
            SELECT s.authority, least(s.last_day, p.start_date) AS last_day FROM employment s
            WHERE s.swe_number = p.swe_number AND s.superseded_at IS NULL
            UNION ALL
            SELECT a.id, least((p.asked #>> '{declared_last_post,last_day}')::date, p.start_date) FROM authority a
            WHERE p.asked ? 'declared_last_post'
              AND (a.dfe_code = p.asked #>> '{declared_last_post,authority}'
                   OR a.id = (SELECT c.authority FROM authority_code c
                              WHERE c.gss_code = p.asked #>> '{declared_last_post,authority}'))) l
        JOIN binding e ON e.agreement = h.agreement AND e.protocol = 'COOL_OFF' AND e.valid @> l.last_day
             AND e.authority = ANY (standing_of(l.authority, p.start_date, NULL, l.last_day))
        WHERE h.protocol = 'COOL_OFF' AND h.valid @> p.start_date AND h.authority = ANY (standing_of(p.authority, p.start_date))
          AND (w.object IN (h.membership, h.agreement) AND w.days @> p.start_date
               OR w.object IN (e.membership, e.agreement) AND w.days @> l.last_day));
END $$;

-- The day whose cap a rate is held against, and the day on which an agreement must bind for that: what began before caps
-- were in force is bound by what binds today (R0.3).
CREATE FUNCTION rate_tested(p placement, today date, OUT rated date, OUT older boolean, OUT bound_on date)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    rated := rated_on(p.authority, p.id);
    older := rated < (SELECT min(r.value::date) FROM ruleset_parameter r
                      WHERE r.name = 'caps_in_force' AND r.superseded_at IS NULL);
    bound_on := CASE WHEN older THEN today ELSE rated END;
END $$;

-- An agreement's pay protocol binds the hirer by the change. Of terms, and on a later day, only what is older than caps finds
-- otherwise; that day is the first on which something binds, or no longer does.
CREATE FUNCTION touches_pay(w sweep, p placement, today date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    t record := rate_tested(p, today);
    later boolean := w.due > '-infinity';
BEGIN
    RETURN (t.older OR w.kind <> 'TERMS' AND NOT later) AND EXISTS (
        SELECT FROM binding b
        WHERE b.protocol = 'PAY' AND b.authority = ANY (standing_of(p.authority, t.rated))
          AND w.object IN (b.membership, b.agreement) AND (later OR b.valid * w.days @> t.bound_on));
END $$;

-- A published cap binds the hirer, in the job type by its mapping or as it was resolved, and the rate is held against one of
-- the days. A later cap is found at the next extension or change (R4.2).
CREATE FUNCTION touches_cap(w sweep, p placement, today date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    t record := rate_tested(p, today);
BEGIN
    RETURN EXISTS (
        SELECT FROM rate_cap c
        JOIN binding b ON b.agreement = c.agreement AND b.protocol = 'PAY' AND b.superseded_at IS NULL
             AND b.valid @> t.bound_on AND b.authority = ANY (standing_of(p.authority, t.rated))
        LEFT JOIN agreement_terms g ON g.agreement = c.agreement AND g.superseded_at IS NULL AND g.valid @> t.bound_on
        LEFT JOIN role_mapping m ON m.authority = b.authority AND lower(m.local_role) = lower(p.local_role)
             AND m.superseded_at IS NULL AND m.valid @> t.rated
        WHERE c.id = w.object AND c.job_type = coalesce(m.job_type, p.job_type)
          AND w.days @> CASE WHEN t.older THEN g.legacy_cap_date ELSE t.rated END);
END $$;

-- The title of the mapping, on a day of it.
CREATE FUNCTION touches_mapping(w sweep, p placement, tested date) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN w.days @> tested AND EXISTS (
        SELECT FROM role_mapping m
        WHERE m.id = w.object AND lower(m.local_role) = lower(p.local_role)
          AND m.authority = ANY (standing_of(p.authority, tested)));
END $$;

-- It is at one of these authorities: true; elsewhere, of a worker with a spell at one of them: false.
CREATE FUNCTION touched_by_succession(p placement, parties integer[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN CASE WHEN p.authority = ANY (parties) THEN true
                WHEN EXISTS (SELECT FROM employment e
                             WHERE e.swe_number = p.swe_number AND e.authority = ANY (parties) AND e.superseded_at IS NULL)
                THEN false END;
END $$;

-- The list: why a running placement's rules are asked again after a change of each kind.
CREATE FUNCTION touches(w sweep, p placement, today date) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    CASE w.kind
    WHEN 'COOL_OFF' THEN
        RETURN QUERY SELECT 'FACTS' WHERE touches_cool_off(w, p);
    WHEN 'PAY' THEN
        RETURN QUERY SELECT 'CAP' WHERE touches_pay(w, p, today);
    WHEN 'TERMS' THEN
        RETURN QUERY SELECT 'FACTS' WHERE w.due = '-infinity' AND touches_cool_off(w, p);
        RETURN QUERY SELECT 'CAP' WHERE touches_pay(w, p, today);
    WHEN 'CAP' THEN
        RETURN QUERY SELECT 'CAP' WHERE touches_cap(w, p, today);
    WHEN 'ROLE_MAPPING' THEN
        RETURN QUERY SELECT 'FACTS' WHERE touches_mapping(w, p, p.start_date);
        RETURN QUERY SELECT 'CAP' WHERE touches_mapping(w, p, rated_on(p.authority, p.id));
    WHEN 'SUCCESSION' THEN
        RETURN QUERY
        SELECT c.cause
        FROM authority_succession s
        CROSS JOIN LATERAL touched_by_succession(p, inherited_by(s.predecessor, s.succeeded_on)
                                                    || inherited_by(s.successor, s.succeeded_on)) AS t(own)
        JOIN (VALUES ('FACTS', false), ('CAP', true)) AS c(cause, only_own) ON t.own OR t.own = c.only_own
        WHERE s.predecessor = w.predecessor AND s.successor = w.successor;
    END CASE;
END $$;

-- The next day after the one on which it was seen that finds otherwise: a succession's own, when the successors hold what
-- was placed for later and have signed what they sign; and, since what began before caps were in force is bound by what
-- binds today, when something begins to bind or ends, and when an agreement's caps reach that.
CREATE FUNCTION sweep_next(w sweep) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN (
        SELECT min(n.day)
        FROM (SELECT s.succeeded_on FROM authority_succession s
              WHERE s.predecessor = w.predecessor AND s.successor = w.successor
              UNION ALL
              SELECT d FROM unnest(ARRAY[lower(w.days), upper(w.days)]) AS d WHERE w.kind IN ('PAY', 'TERMS')
              UNION ALL
              SELECT d FROM binding b CROSS JOIN LATERAL unnest(ARRAY[lower(b.valid), upper(b.valid)]) AS d
              WHERE w.kind = 'PAY' AND b.protocol = 'PAY' AND w.object IN (b.membership, b.agreement)
              UNION ALL
              SELECT t.legacy_cap_date FROM agreement_terms t
              WHERE w.kind IN ('PAY', 'TERMS') AND t.superseded_at IS NULL
                AND t.agreement = coalesce((SELECT m.agreement FROM membership m WHERE m.id = w.object), w.object)) n(day)
        WHERE n.day > w.seen_on);
END $$;

-- Whose placements it can touch: nobody else's are looked at.
CREATE FUNCTION sweep_hirers(w sweep) RETURNS integer[]
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    agreed uuid := coalesce((SELECT m.agreement FROM membership m WHERE m.id = w.object),
                            (SELECT c.agreement FROM rate_cap c WHERE c.id = w.object), w.object);
BEGIN
    RETURN ARRAY(
        SELECT DISTINCT i.authority
        FROM (SELECT m.authority FROM membership m
              WHERE m.agreement = agreed AND (w.kind <> 'PAY' OR w.object IN (m.id, m.agreement))
              UNION
              SELECT m.authority FROM role_mapping m WHERE m.id = w.object
              UNION
              SELECT a.id FROM authority a WHERE w.kind = 'SUCCESSION') h(authority)
        CROSS JOIN LATERAL unnest(inherited_by(h.authority, 'infinity')) AS i(authority));
END $$;

-- Looks at so many running placements after what had been reached, queues those that are touched, and says how many it
-- looked at. With the last of them the sweep is done, or waits for its next day.
CREATE FUNCTION sweep_on(w sweep, today date, portion integer) RETURNS integer
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    hirers integer[] := sweep_hirers(w);
    p placement;
    last placement;
    looked integer := 0;
    next_due date;
BEGIN
    FOR p IN SELECT q.* FROM placement q
             WHERE q.authority = ANY (hirers) AND q.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
               AND (q.authority, q.id) > (coalesce(w.reached_authority, 0),
                                          coalesce(w.reached, '00000000-0000-0000-0000-000000000000'))
             ORDER BY q.authority, q.id LIMIT portion LOOP
        INSERT INTO recheck (authority, placement, cause)
        SELECT p.authority, p.id, t.cause FROM touches(w, p, today) AS t(cause)
        ON CONFLICT DO NOTHING;
        last := p;
        looked := looked + 1;
    END LOOP;
    IF looked = portion THEN
        UPDATE sweep SET reached_authority = last.authority, reached = last.id WHERE id = w.id;
        RETURN looked;
    END IF;
    next_due := sweep_next(w);
    UPDATE sweep SET after = NULL, reached_authority = NULL, reached = NULL, due = coalesce(next_due, due),
                     done_at = CASE WHEN next_due IS NULL THEN now() END
    WHERE id = w.id;
    RETURN looked;
END $$;

-- A portion of what is ready, so that nobody waits for many; of several daemons each takes what no other holds. What is
-- seen to be due here is looked at later. Says whether that may be at once: a portion was not enough, or something was
-- just seen.
CREATE FUNCTION sweeps_due(today date, portion integer DEFAULT 250) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    ended xid8 := pg_snapshot_xmin(pg_current_snapshot());
    ready sweep;
BEGIN
    WHILE portion > 0 LOOP
        SELECT w.* INTO ready FROM sweep w WHERE w.done_at IS NULL AND w.after < ended
        ORDER BY w.after, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
        EXIT WHEN NOT FOUND;
        portion := portion - sweep_on(ready, today, portion);
    END LOOP;
    UPDATE sweep SET after = pg_current_xact_id(), seen_on = today
    WHERE id IN (SELECT w.id FROM sweep w WHERE w.done_at IS NULL AND w.after IS NULL AND w.due <= today FOR UPDATE SKIP LOCKED);
    RETURN FOUND OR portion <= 0;
END $$;

ALTER FUNCTION sweep_add OWNER TO accord_directory;
ALTER FUNCTION sweeps_due OWNER TO accord_directory;
REVOKE ALL ON FUNCTION sweep_add, touches_cool_off, rate_tested, touches_pay, touches_cap, touches_mapping, touched_by_succession,
    touches, sweep_next, sweep_hirers, sweep_on, sweeps_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION touches_cool_off, rate_tested, touches_pay, touches_cap, touches_mapping, touched_by_succession, touches,
    sweep_next, sweep_hirers, sweep_on TO accord_directory;
GRANT EXECUTE ON FUNCTION sweep_add, sweeps_due TO accord_app;
COMMENT ON FUNCTION sweep_add IS 'Leaves what changed for sweeps_due';
COMMENT ON FUNCTION touches_cool_off IS 'Whether a placement is between two ends that an agreement''s cool-off binds by the change';
COMMENT ON FUNCTION rate_tested IS 'The day of a placement''s rate, and the day on which an agreement must bind for it';
COMMENT ON FUNCTION touches_pay IS 'Whether an agreement''s pay protocol, or its terms, reach a placement by the change';
COMMENT ON FUNCTION touches_cap IS 'Whether a published cap reaches a placement on these days';
COMMENT ON FUNCTION touches_mapping IS 'Whether a placement''s title is mapped otherwise on the day tested';
COMMENT ON FUNCTION touched_by_succession IS 'Whether a placement''s rules are told otherwise after a succession among these authorities';
COMMENT ON FUNCTION touches IS 'Why a placement''s rules are asked again after a change; nothing where it does not touch it';
COMMENT ON FUNCTION sweep_next IS 'The next day on which a sweep is to be seen to again; none: it is done';
COMMENT ON FUNCTION sweep_hirers IS 'The authorities whose placements a sweep can touch';
COMMENT ON FUNCTION sweep_on IS 'Queues what a sweep touches among the next of what is running';
COMMENT ON FUNCTION sweeps_due
    IS 'Queues what sweeps touch, once what was under way when each was first seen has ended; whether to look again at once';
COMMIT;
