-- Verify accord:agreements on pg
\ir ../policies.psql
:begin
SELECT id, lead_region, name, kind, regions, legal_basis, valid, recorded_at, recorded_by, superseded_at
FROM agreement WHERE false;
SELECT id, agreement, lead_region, valid, cool_off_months, covers_own_authority, exceptions,
    cool_off_last_day, notice_days,
       legacy_cap_date, obligation, recorded_at, recorded_by, superseded_at
FROM agreement_terms WHERE false;
SELECT agreement, lead_region, protocol, phase, recorded_at, recorded_by, superseded_at
    FROM agreement_protocol WHERE false;
SELECT id, agreement, lead_region, authority, valid, sharing_agreement_signed_on, recorded_at, recorded_by,
    superseded_at
FROM membership WHERE false;
SELECT membership, agreement, lead_region, phase, adopted_from, recorded_at, recorded_by, superseded_at
FROM membership_phase WHERE false;
SELECT supplier, agreement, lead_region, terms, signed_on, recorded_at, recorded_by FROM supplier_acceptance
    WHERE false;
SELECT agreement, name, membership, protocol, authority, valid, recorded_at, superseded_at FROM binding
    WHERE false;
SELECT require('security_invoker=true' = ANY (reloptions), 'the view looks as its reader')
FROM pg_class WHERE oid = 'binding'::regclass;
SELECT require(count(*) = 6, 'row security is forced') FROM pg_class
WHERE oid IN ('agreement'::regclass, 'agreement_terms'::regclass, 'agreement_protocol'::regclass,
              'membership'::regclass, 'membership_phase'::regclass, 'supplier_acceptance'::regclass)
  AND relrowsecurity AND relforcerowsecurity AND relowner = 'accord_owner'::regrole;
SELECT require(count(*) = 5, 'agreements move the rules version') FROM pg_trigger
WHERE tgfoid IN (SELECT oid FROM pg_proc WHERE proname IN ('rules_version_move', 'rules_stamp'))
  AND tgrelid IN ('agreement'::regclass, 'agreement_terms'::regclass, 'agreement_protocol'::regclass,
      'membership'::regclass,
                  'membership_phase'::regclass);
ROLLBACK;
