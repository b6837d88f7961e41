-- Deploy accord:succession_sweeps to pg
-- A succession changes what the rules are told: whose leavers are the hirer's own, what binds it, whose caps. What it
-- touches is asked again once it is on record, and on the day itself, when the successors hold what was placed for later
-- and have signed what they sign.
\ir ../policies.psql
:begin

CREATE TABLE succession_sweep (
    predecessor integer NOT NULL,
    successor integer NOT NULL,
    vesting boolean NOT NULL,
    after xid8,
    done_at timestamptz,
    CONSTRAINT succession_sweep_pk PRIMARY KEY (predecessor, successor, vesting),
    CONSTRAINT succession_sweep_succession_fk FOREIGN KEY (predecessor, successor)
        REFERENCES authority_succession (predecessor, successor)
);
ALTER TABLE succession_sweep ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY succession_sweep_owner ON succession_sweep TO accord_owner USING (true) WITH CHECK (true);
CREATE POLICY succession_sweep_directory ON succession_sweep TO accord_directory USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON succession_sweep TO accord_directory;
COMMENT ON TABLE succession_sweep IS 'Successions, until what is running and touched by them has been queued to be asked again';
COMMENT ON COLUMN succession_sweep.predecessor IS 'The authority that ends';
COMMENT ON COLUMN succession_sweep.successor IS 'One that follows it';
COMMENT ON COLUMN succession_sweep.vesting IS 'True: on the successor''s first day; false: as soon as it is on record';
COMMENT ON COLUMN succession_sweep.after IS 'The transaction that was to begin next when this was first seen to be due';
COMMENT ON COLUMN succession_sweep.done_at IS 'When that had been done; none until then';

-- What is running at these authorities (`own`), or elsewhere of a worker with a spell at one of them.
CREATE FUNCTION touched_by_succession(parties integer[])
RETURNS TABLE (authority integer, placement uuid, own boolean)
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN QUERY
    SELECT p.authority, p.id, p.authority = ANY (parties) FROM placement p
    WHERE p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
      AND (p.authority = ANY (parties)
           OR EXISTS (SELECT FROM employment e
                      WHERE e.swe_number = p.swe_number AND e.authority = ANY (parties) AND e.superseded_at IS NULL));
END $$;
REVOKE ALL ON FUNCTION touched_by_succession FROM PUBLIC;
GRANT EXECUTE ON FUNCTION touched_by_succession TO accord_directory;
COMMENT ON FUNCTION touched_by_succession IS 'Running placements whose rules are told otherwise after a succession among these authorities';

-- As with a published cap, what was under way when the succession was recorded may have read the rules before and commit
-- after: what is running is looked for once that has ended.
CREATE FUNCTION succession_sweeps_due(today date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = accord, pg_temp AS $$
DECLARE
    ended xid8 := pg_snapshot_xmin(pg_current_snapshot());
BEGIN
    INSERT INTO recheck (authority, placement, cause)
    SELECT DISTINCT t.authority, t.placement, c.cause
    FROM succession_sweep w
    JOIN authority_succession s ON s.predecessor = w.predecessor AND s.successor = w.successor
    CROSS JOIN LATERAL touched_by_succession(inherited_by(w.predecessor, s.succeeded_on)
                                             || inherited_by(w.successor, s.succeeded_on)) t
    JOIN (VALUES ('FACTS', false), ('CAP', true)) AS c(cause, only_own) ON t.own OR NOT c.only_own
    WHERE w.done_at IS NULL AND w.after <= ended
    ON CONFLICT DO NOTHING;
    UPDATE succession_sweep SET done_at = now() WHERE done_at IS NULL AND after <= ended;
    UPDATE succession_sweep w SET after = pg_snapshot_xmax(pg_current_snapshot())
    FROM authority_succession s
    WHERE s.predecessor = w.predecessor AND s.successor = w.successor AND w.after IS NULL
      AND (NOT w.vesting OR s.succeeded_on <= today);
END $$;
ALTER FUNCTION succession_sweeps_due OWNER TO accord_directory;
REVOKE ALL ON FUNCTION succession_sweeps_due FROM PUBLIC;
GRANT EXECUTE ON FUNCTION succession_sweeps_due TO accord_app;
COMMENT ON FUNCTION succession_sweeps_due IS 'Queues what successions touch, once each is on record and on its day';
COMMIT;
