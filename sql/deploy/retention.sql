-- Deploy accord:retention to pg
-- What is kept for how long, and how it goes. The host's `accordd purge` runs all of it as the tables' owner: the daemon
-- deletes nothing. Which tables hold a worker's rows is read from the catalogue, so that no table is forgotten: those with
-- an authority and a number, and whatever refers to them. Of people: people_retention.sql.
\ir ../policies.psql
:begin

CREATE DOMAIN accord.retention_kind AS text CONSTRAINT retention_kind_code CHECK (VALUE IN ('COOL_OFF', 'CHECK',
    'PLACEMENT', 'DISPUTE', 'CONFIRMATION', 'REFERENCE', 'CONTACT', 'PERSON', 'REMINDER', 'QUERY_LOG', 'ERASURE'));
COMMENT ON DOMAIN retention_kind IS 'Why records go: how long they may be kept, or that a worker asked';

CREATE TABLE retention (
    kind retention_kind CONSTRAINT retention_pk PRIMARY KEY,
    purpose text NOT NULL,
    months integer NOT NULL CONSTRAINT retention_months CHECK (months > 0),
    tag text NOT NULL,
    source text NOT NULL
);
ALTER TABLE retention ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY retention_owner ON retention TO accord_owner USING (true) WITH CHECK (true);
CREATE TEMP TABLE retention_row (kind text, purpose text, months integer, tag text, source text) ON COMMIT DROP;
\copy retention_row FROM 'reference/retention.csv' WITH (FORMAT csv, HEADER)
INSERT INTO retention (kind, purpose, months, tag, source) SELECT kind, purpose, months, tag, source FROM retention_row;

CREATE TABLE tombstone (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    authority integer CONSTRAINT tombstone_authority_fk REFERENCES authority,
    region text CONSTRAINT tombstone_region_fk REFERENCES region,
    kind text NOT NULL,
    rule retention_kind NOT NULL,
    removed bigint NOT NULL,
    removed_at timestamptz NOT NULL DEFAULT now(),
    rewritten_at timestamptz,
    CONSTRAINT tombstone_pk PRIMARY KEY (id),
    CONSTRAINT tombstone_one_keeper CHECK (num_nonnulls(authority, region) <= 1)
);
ALTER TABLE tombstone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY tombstone_owner ON tombstone TO accord_owner USING (true) WITH CHECK (true);

CREATE TABLE erasure (
    id uuid NOT NULL,
    authority integer NOT NULL CONSTRAINT erasure_authority_fk REFERENCES authority,
    swe_number swe_number NOT NULL,
    requested_at timestamptz NOT NULL,
    requested_by uuid NOT NULL DEFAULT nullif(current_setting('accord.principal', true), '')::uuid,
    CONSTRAINT erasure_pk PRIMARY KEY (authority, id)
);
CREATE UNIQUE INDEX erasure_once ON erasure (authority, swe_number);
ALTER TABLE erasure ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY erasure_owner ON erasure TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY erasure_see ON erasure FOR SELECT TO accord_app USING (:mine);
CREATE POLICY erasure_add ON erasure FOR INSERT TO accord_app WITH CHECK (:own);
GRANT SELECT, INSERT ON erasure TO accord_app;

-- Up to which version a worker's facts are not whole any more: a check that was told of them has no replay.
ALTER TABLE worker_facts ADD erased_version bigint NOT NULL DEFAULT 0;
CREATE FUNCTION facts_erased(swe text, told bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM worker_facts w WHERE w.swe_number = swe AND w.erased_version >= told AND told > 0);
END $$;
ALTER FUNCTION facts_erased OWNER TO accord_directory;
REVOKE ALL ON FUNCTION facts_erased FROM PUBLIC;
GRANT EXECUTE ON FUNCTION facts_erased TO accord_app;

-- Tables that hold rows of workers by their number.
CREATE FUNCTION tables_of_workers() RETURNS SETOF regclass
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT c.oid::regclass FROM pg_class c
    WHERE c.relnamespace = 'accord'::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'swe_number')
      AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'authority')
    ORDER BY c.relname;
END $$;

-- Removes rows and all that refers to them, and leaves a stone for each kind: how many, and under which rule.
CREATE FUNCTION remove_rows(rel regclass, chosen text, why text) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT c.conrelid::regclass AS child,
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) FROM unnest(c.conkey) WITH ORDINALITY AS k(att, n)
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.att) AS refers,
               (SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY k.n) FROM unnest(c.confkey) WITH ORDINALITY AS k(att, n)
                JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.att) AS referred
        FROM pg_constraint c
        WHERE c.contype = 'f' AND c.confrelid = rel AND c.conrelid <> rel AND c.conparentid = 0
        ORDER BY c.conrelid::regclass::text, c.conname
    LOOP
        PERFORM remove_rows(part.child, format('(%s) IN (SELECT %s FROM %s WHERE %s)', part.refers, part.referred, rel, chosen),
                            why);
    END LOOP;
    EXECUTE format('WITH gone AS (DELETE FROM %s WHERE %s RETURNING authority)
                    INSERT INTO tombstone (authority, kind, rule, removed)
                    SELECT authority, %L, %L, count(*) FROM gone GROUP BY authority', rel, chosen, rel, why);
END $$;

-- Nobody holds anything on the worker any more: the number and the pseudonymous id go too.
CREATE FUNCTION forget_worker(swe text) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    rel regclass;
    held boolean;
BEGIN
    FOR rel IN SELECT tables_of_workers() LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE swe_number = %L)', rel, swe) INTO held;
        IF held THEN
            RETURN;
        END IF;
    END LOOP;
    DELETE FROM worker_facts WHERE swe_number = swe;
END $$;

-- Facts fall away: like any other change of them, but that no replay goes back behind it.
CREATE FUNCTION facts_fall_away(swe text) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
BEGIN
    UPDATE worker_facts SET version = version + 1, erased_version = version WHERE swe_number = swe;
    INSERT INTO recheck (authority, placement, cause)
    SELECT p.authority, p.id, 'FACTS' FROM placement p
    WHERE p.swe_number = swe AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
    ON CONFLICT DO NOTHING;
END $$;

-- What has been kept for long enough, as rows of a table: its condition there.
CREATE FUNCTION expired(today date) RETURNS TABLE (kind text, rel regclass, chosen text)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT r.kind::text, to_regclass('accord.' || e.rel), format(e.chosen, today - make_interval(months => r.months))
    FROM retention r
    JOIN (VALUES
        ('COOL_OFF', 'employment',
         '(authority, id) IN (SELECT e.authority, e.id FROM employment e
           GROUP BY e.authority, e.id
           HAVING CASE WHEN bool_or(e.superseded_at IS NULL)
                       THEN max(coalesce(e.last_day, ''infinity'')) FILTER (WHERE e.superseded_at IS NULL)
                       ELSE max(e.superseded_at)::date END < %L
              AND NOT bool_or(e.superseded_at IS NULL AND e.disputed))'),
        ('CHECK', 'eligibility_check',
         'checked_at < %L AND NOT EXISTS (SELECT FROM placement p WHERE p.authority = eligibility_check.authority
              AND eligibility_check.id IN (p.eligibility_check, p.recheck))'),
        ('PLACEMENT', 'placement',
         'status IN (''ENDED'', ''CONVERTED'', ''WITHDRAWN'', ''REFUSED'')
          AND coalesce(end_date::timestamptz, changed_at) < %L'),
        ('PLACEMENT', 'rule_exception',
         '(authority, id) IN (SELECT e.authority, e.id FROM rule_exception e
           WHERE NOT EXISTS (SELECT FROM placement p WHERE p.authority = e.authority AND e.id = ANY (p.exceptions))
           GROUP BY e.authority, e.id HAVING max(e.expires_on) < %L AND count(e.placement) = 0)'),
        ('DISPUTE', 'dispute', 'decided_at < %L'),
        ('CONFIRMATION', 'confirmation', 'asked_at < %L'),
        ('REFERENCE', 'reference',
         '(authority, id) IN (SELECT f.authority, f.id FROM reference f
           GROUP BY f.authority, f.id HAVING max(f.recorded_at) < %L)')) AS e(kind, rel, chosen) ON e.kind = r.kind
    WHERE to_regclass('accord.' || e.rel) IS NOT NULL
    ORDER BY r.kind;
END $$;

CREATE FUNCTION purge_preview(today date) RETURNS TABLE (kind text, rows bigint)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
BEGIN
    FOR part IN SELECT e.kind, string_agg(format('(SELECT count(*) FROM %s WHERE %s)', e.rel, e.chosen), ' + ') AS counts
                FROM expired(today) e GROUP BY e.kind ORDER BY e.kind LOOP
        kind := part.kind;
        EXECUTE 'SELECT ' || part.counts INTO rows;
        RETURN NEXT;
    END LOOP;
    RETURN QUERY SELECT 'QUERY_LOG', count(*) FROM audit_months_over(today);
    RETURN QUERY SELECT 'ERASURE', count(*) FROM erasure;
END $$;

-- One worker's rows of one kind at a time, so that each transaction is small. False: nothing is left.
CREATE FUNCTION purge_expired(today date) RETURNS boolean
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
    swe text;
BEGIN
    DELETE FROM idempotency WHERE expires_at < now();
    FOR part IN SELECT e.kind, e.rel, e.chosen FROM expired(today) e LOOP
        EXECUTE format('SELECT swe_number FROM %s WHERE %s LIMIT 1', part.rel, part.chosen) INTO swe;
        IF swe IS NOT NULL THEN
            PERFORM FROM worker_facts WHERE swe_number = swe FOR UPDATE;
            PERFORM remove_rows(part.rel, format('swe_number = %L AND (%s)', swe, part.chosen), part.kind);
            PERFORM facts_fall_away(swe);
            PERFORM forget_worker(swe);
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;

-- Answers under keys that name the worker, or one of the rows that go: what was said of a placement names that alone.
CREATE FUNCTION forget_answers(authorities integer[], swe text, gone uuid[]) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
BEGIN
    DELETE FROM idempotency i
    WHERE (i.scope LIKE 'supplier:%' OR i.scope IN (SELECT 'authority:' || unnest(authorities)))
      AND (i.scope NOT LIKE 'supplier:%' AND i.answer ~ (swe || '(?![0-9])')
           OR EXISTS (SELECT FROM unnest(gone) AS g(id) WHERE position(g.id::text in i.answer) > 0));
END $$;

-- All that an authority holds on a worker whose erasure it has asked for. False: none waits.
CREATE FUNCTION erase_waiting() RETURNS boolean
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    asked erasure;
    holders integer[];
    rel regclass;
    ids uuid[];
    gone uuid[] := '{}';
BEGIN
    SELECT * INTO asked FROM erasure e ORDER BY e.requested_at, e.id LIMIT 1 FOR UPDATE;
    IF asked.id IS NULL THEN
        RETURN false;
    END IF;
    holders := inherited_by(asked.authority, (now() AT TIME ZONE 'Europe/London')::date);
    PERFORM FROM worker_facts WHERE swe_number = asked.swe_number FOR UPDATE;
    FOR rel IN SELECT tables_of_workers() LOOP
        EXECUTE format('SELECT array_agg(DISTINCT id) FROM %s WHERE swe_number = %L AND authority = ANY (%L)', rel,
                       asked.swe_number, holders) INTO ids;
        gone := gone || ids;
    END LOOP;
    FOR rel IN SELECT tables_of_workers() LOOP
        PERFORM remove_rows(rel, format('swe_number = %L AND authority = ANY (%L)', asked.swe_number, holders), 'ERASURE');
    END LOOP;
    PERFORM forget_answers(holders, asked.swe_number, gone);
    PERFORM facts_fall_away(asked.swe_number);
    PERFORM forget_worker(asked.swe_number);
    INSERT INTO audit_event (id, scope, authority, principal, role, action, route, object_type, ids, outcome)
    VALUES (gen_random_uuid(), 'authority:' || asked.authority, asked.authority, asked.requested_by, 'AUTHORITY_ADMIN',
            'worker.erased', 'accordd purge', 'erasure', ARRAY[asked.id], 'done');
    RETURN true;
END $$;

-- A deleted row's bytes stay in its page. Rewritten, table and indexes have none of them; nor have their statistics, since
-- none are kept of what says who somebody is or what somebody wrote.
CREATE FUNCTION tables_to_rewrite() RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE holding AS (
        SELECT t.t::oid AS rel FROM tables_of_workers() AS t(t)
        UNION
        SELECT c.conrelid FROM pg_constraint c JOIN holding h ON c.confrelid = h.rel WHERE c.contype = 'f'
    )
    SELECT h.rel::regclass::text FROM holding h
    UNION SELECT 'idempotency' UNION SELECT 'worker_facts'
    ORDER BY 1;
END $$;
-- A table that is written anew keeps what any transaction might still see: of one of this database, what was deleted since
-- it began to look; of one that writes, wherever it is, what was deleted since it began.
CREATE FUNCTION rewrite_waits_for(deleted_before xid8)
RETURNS TABLE (holder text, since timestamptz)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT format('process %s of database %s', a.pid, coalesce(a.datname::text, 'any')), a.xact_start
    FROM pg_stat_activity a
    WHERE a.pid <> pg_backend_pid() AND a.pid NOT IN (SELECT v.pid FROM pg_stat_progress_vacuum v)
      AND (age(a.backend_xid) > age(deleted_before::xid)
           OR age(a.backend_xmin) > age(deleted_before::xid) AND coalesce(a.datname = current_database(), true))
    UNION ALL
    SELECT format('prepared transaction %s of database %s', p.gid, p.database), p.prepared
    FROM pg_prepared_xacts p WHERE age(p.transaction) > age(deleted_before::xid)
    UNION ALL
    SELECT format('replication slot %s', s.slot_name), NULL FROM pg_replication_slots s
    WHERE age(s.xmin) > age(deleted_before::xid)
    ORDER BY 2, 1;
END $$;
CREATE FUNCTION rewrite_table(name text) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    key text;
BEGIN
    SELECT c.conname INTO key FROM pg_constraint c WHERE c.conrelid = name::regclass AND c.contype = 'p';
    EXECUTE format('CLUSTER %s USING %I', name::regclass, key);
    EXECUTE format('ALTER TABLE %s SET WITHOUT CLUSTER', name::regclass);
END $$;
-- Until it has been done whole it is done again, whoever erased.
CREATE FUNCTION rewrite_is_due() RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM tombstone t WHERE t.rule = 'ERASURE' AND t.rewritten_at IS NULL);
END $$;
CREATE FUNCTION rewrite_is_done() RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
BEGIN
    UPDATE tombstone t SET rewritten_at = now() WHERE t.rule = 'ERASURE' AND t.rewritten_at IS NULL;
END $$;
CREATE FUNCTION forget_statistics() RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    part record;
BEGIN
    FOR part IN
        SELECT t.name, a.attname FROM tables_to_rewrite() AS t(name)
        JOIN pg_attribute a ON a.attrelid = t.name::regclass AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type y ON y.oid = a.atttypid
        WHERE a.attstattarget <> 0 AND y.typname IN ('text', 'jsonb', 'bytea', 'swe_number')
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER %I SET STATISTICS 0', part.name, part.attname);
    END LOOP;
END $$;

-- The trail goes by whole months.
CREATE FUNCTION audit_months_over(today date) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'audit_event'::regclass AND c.relname ~ '^audit_event_[0-9]{6}$'
      AND c.relname < 'audit_event_' || to_char(today - make_interval(months => (
              SELECT r.months FROM retention r WHERE r.kind = 'QUERY_LOG')), 'YYYYMM')
    ORDER BY c.relname;
END $$;
CREATE FUNCTION audit_months_drop(today date) RETURNS void
LANGUAGE plpgsql SET search_path = accord, pg_temp AS $$
DECLARE
    month text;
BEGIN
    FOR month IN SELECT audit_months_over(today) LOOP
        EXECUTE format('DROP TABLE accord.%I', month);
    END LOOP;
END $$;

COMMENT ON FUNCTION facts_erased IS 'Whether something that a check was told of a worker is not kept any more';
COMMENT ON FUNCTION tables_of_workers IS 'Tables whose rows are an authority''s, of a worker';
COMMENT ON FUNCTION remove_rows IS 'Removes rows with all that refers to them, and leaves stones';
COMMENT ON FUNCTION forget_worker IS 'Removes the directory''s row of a worker of whom nobody holds anything';
COMMENT ON FUNCTION facts_fall_away IS 'Moves the version of a worker''s facts behind which no replay goes, and queues what is running';
COMMENT ON FUNCTION expired IS 'What has been kept for as long as it may: a condition for each kind';
COMMENT ON FUNCTION purge_preview IS 'How much of each kind a purge would remove';
COMMENT ON FUNCTION purge_expired IS 'Removes one worker''s expired rows of one kind; false where there are none';
COMMENT ON FUNCTION forget_answers IS 'Removes the answers under keys that have to do with a worker who is erased';
COMMENT ON FUNCTION erase_waiting IS 'Carries out one erasure; false where none waits';
COMMENT ON FUNCTION tables_to_rewrite IS 'Tables that had rows of workers, or parts of them';
COMMENT ON FUNCTION rewrite_waits_for IS 'What may still see rows that were deleted before a transaction, and since when; the longest first';
COMMENT ON FUNCTION rewrite_table IS 'Writes a table and its indexes anew, without what was deleted';
COMMENT ON FUNCTION rewrite_is_due IS 'Whether something was erased since the tables were last written anew';
COMMENT ON FUNCTION rewrite_is_done IS 'All of them have been';
COMMENT ON FUNCTION forget_statistics IS 'Has no statistics kept of numbers and of what people wrote';
COMMENT ON FUNCTION audit_months_over IS 'Partitions of the trail that have been kept for long enough';
COMMENT ON FUNCTION audit_months_drop IS 'Drops them';
COMMENT ON TABLE retention IS 'For what, and for how many months, records are kept';
COMMENT ON COLUMN retention.kind IS 'What is kept';
COMMENT ON COLUMN retention.purpose IS 'What for, and from when on the months count';
COMMENT ON COLUMN retention.months IS 'How many months';
COMMENT ON COLUMN retention.tag IS 'How sure this is: V, S, R or D';
COMMENT ON COLUMN retention.source IS 'Where it comes from';
COMMENT ON TABLE tombstone IS 'What was removed, when and under which rule: no number, no name, no id';
COMMENT ON COLUMN tombstone.id IS 'The stone''s id';
COMMENT ON COLUMN tombstone.authority IS 'Whose rows they were, if an authority''s';
COMMENT ON COLUMN tombstone.region IS 'The region that kept them, if one did';
COMMENT ON CONSTRAINT tombstone_one_keeper ON tombstone IS 'An authority or a region, and never both';
COMMENT ON COLUMN tombstone.kind IS 'The table that they were in';
COMMENT ON COLUMN tombstone.rule IS 'The kind of retention, or ERASURE';
COMMENT ON COLUMN tombstone.removed IS 'How many rows';
COMMENT ON COLUMN tombstone.removed_at IS 'When: an instant';
COMMENT ON COLUMN tombstone.rewritten_at IS 'Of an erasure: when the tables had been written anew; none until then';
COMMENT ON TABLE erasure IS 'Workers whose rows an authority has asked to be erased, until the host has done it';
COMMENT ON COLUMN erasure.id IS 'The id of what was asked';
COMMENT ON COLUMN erasure.authority IS 'Whose rows are erased';
COMMENT ON COLUMN erasure.swe_number IS 'The worker''s number, which goes with the row';
COMMENT ON COLUMN erasure.requested_at IS 'When it was asked: an instant';
COMMENT ON COLUMN erasure.requested_by IS 'The principal that asked';
COMMENT ON COLUMN worker_facts.erased_version IS 'The version up to which facts have been removed; 0: none has';
COMMENT ON INDEX erasure_once IS 'The same is asked once';

DO $$
BEGIN
    PERFORM forget_statistics();
END $$;
COMMIT;
