-- What every request uses: identity, keys, the audit trail. SPDX-License-Identifier: MIT

-- begin_as(token_hash bytea, roles text[], action text, route text, request_id uuid, writes bool)
-- First in every batch, put there by batch_new.
SELECT principal, role, scope, authority, authority_code, region, supplier
FROM begin_as($token_hash, $roles, $action, $route, $request_id, $writes);

-- idempotency_get(key text)
SELECT encode(fingerprint, 'hex') AS fingerprint, status, content_type, answer FROM idempotency
WHERE scope = current_setting('accord.scope', true)
  AND principal = nullif(current_setting('accord.principal', true), '')::uuid
  AND key = $key;

-- idempotency_add(key text, fingerprint bytea, status int4, content_type text, answer text)
-- A plain INSERT, before the effect: the second of two waits here and fails on idempotency_pk.
INSERT INTO idempotency (key, fingerprint, status, content_type, answer)
VALUES ($key, $fingerprint, $status, $content_type, $answer);

-- audit_add(object_type text, ids uuid[], outcome text)
-- For what was written, and for what was refused; what was read is audited by the statement that reads it.
INSERT INTO audit_event (object_type, ids, outcome) VALUES ($object_type, $ids, $outcome);

-- dry_run()
-- Last in the batch of a dry run: what came before is undone, and its results have arrived.
SELECT require(false, 'dry_run');
