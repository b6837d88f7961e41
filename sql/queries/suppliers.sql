-- SPDX-License-Identifier: MIT

-- supplier_list()
SELECT id, region, name, tier, supplies FROM supplier ORDER BY region, name;

-- supplier_find(id uuid)
SELECT id FROM supplier WHERE id = $id;

-- supplier_add(id uuid, region text, name text, tier text, supplies text)
INSERT INTO supplier (id, region, name, tier, supplies) VALUES ($id, $region, $name, $tier, $supplies);

-- supplier_region(id uuid)
SELECT region FROM supplier WHERE id = $id;

-- supplier_acceptance_list(supplier uuid)
SELECT a.supplier, a.agreement, g.name AS agreement_name, a.terms, lower(t.valid) AS terms_from, a.signed_on, a.recorded_at
FROM supplier_acceptance a
JOIN agreement g ON g.id = a.agreement
JOIN agreement_terms t ON t.id = a.terms
WHERE a.supplier = $supplier
ORDER BY a.signed_on, a.terms;

-- agreement_terms_find(terms uuid, agreement uuid)
-- The terms on record, where they are that agreement's.
SELECT g.name AS agreement_name, g.lead_region, lower(t.valid) AS terms_from
FROM agreement_terms t JOIN agreement g ON g.id = t.agreement
WHERE t.id = $terms AND t.agreement = $agreement AND t.superseded_at IS NULL AND g.superseded_at IS NULL;

-- supplier_acceptance_add(supplier uuid, agreement uuid, lead_region text, terms uuid, signed_on date, recorded_at timestamptz)
INSERT INTO supplier_acceptance (supplier, agreement, lead_region, terms, signed_on, recorded_at)
VALUES ($supplier, $agreement, $lead_region, $terms, $signed_on, $recorded_at);
