-- SPDX-License-Identifier: MIT

-- supplier_list()
SELECT id, region, name, tier, supplies FROM supplier ORDER BY region, name;

-- supplier_find(id uuid)
SELECT id FROM supplier WHERE id = $id;

-- supplier_add(id uuid, region text, name text, tier text, supplies text)
INSERT INTO supplier (id, region, name, tier, supplies) VALUES ($id, $region, $name, $tier, $supplies);
