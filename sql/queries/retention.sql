-- What the host's command purges, as the tables' owner; and the erasures that authorities ask for.
-- SPDX-License-Identifier: MIT

-- erasure_add(id uuid, swe_number text, requested_at timestamptz)
INSERT INTO erasure (id, authority, swe_number, requested_at)
VALUES ($id, nullif(current_setting('accord.authority', true), '')::int4, $swe_number, $requested_at);

-- erasure_may(swe_number text)
-- Not while something of the worker is under way at the authority.
SELECT require(NOT EXISTS (
           SELECT FROM placement p
           WHERE p.swe_number = $swe_number AND p.status IN ('PROVISIONAL', 'REFERRED', 'CONFIRMED', 'IN_BREACH')
             AND p.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])), 'worker_is_placed'),
       require(NOT EXISTS (
           SELECT FROM dispute d
           WHERE d.swe_number = $swe_number AND d.state = 'OPEN'
             AND d.authority = ANY (nullif(current_setting('accord.authorities', true), '')::int4[])), 'worker_disputes');

-- purge_preview(today date)
SELECT kind, rows FROM purge_preview($today)
UNION ALL
SELECT kind, rows FROM people_preview($today);

-- purge_expired(today date)
SELECT purge_expired($today) AS more;

-- erase_waiting()
SELECT erase_waiting() AS more;

-- rewrite_is_due()
SELECT rewrite_is_due() AS due;

-- rewrite_is_done()
SELECT rewrite_is_done();

-- rewrite_line()
-- What has been deleted until now was deleted before this.
SELECT pg_current_xact_id()::text AS line;

-- rewrite_waits_for(line text)
SELECT holder, since FROM rewrite_waits_for($line::xid8);

-- tables_to_rewrite()
SELECT name FROM tables_to_rewrite() AS t(name);

-- forget_statistics()
SELECT forget_statistics();

-- rewrite_table(name text)
SELECT rewrite_table($name);

-- purge_people(today date)
SELECT purge_people($today) AS removed;

-- audit_months_drop(today date)
SELECT audit_months_drop($today);
