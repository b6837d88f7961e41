-- SPDX-License-Identifier: MIT

-- authority_list(region text, code text)
-- All of them, a region's, or the one of that DfE code or GSS code, old or new.
SELECT a.id, a.name, a.dfe_code, a.region, a.kind,
       (SELECT array_agg(c.gss_code ORDER BY lower(c.valid) NULLS FIRST) FROM authority_code c WHERE c.authority = a.id) AS gss_codes,
       (SELECT array_agg(p.dfe_code ORDER BY p.dfe_code) FROM authority_succession s JOIN authority p ON p.id = s.predecessor
        WHERE s.successor = a.id) AS predecessors,
       (SELECT array_agg(n.dfe_code ORDER BY n.dfe_code) FROM authority_succession s JOIN authority n ON n.id = s.successor
        WHERE s.predecessor = a.id) AS successors,
       (SELECT min(s.succeeded_on) - 1 FROM authority_succession s WHERE s.predecessor = a.id) AS last_day
FROM authority a
WHERE ($region IS NULL OR a.region = $region)
  AND ($code IS NULL OR a.dfe_code = $code OR a.id = (SELECT c.authority FROM authority_code c WHERE c.gss_code = $code))
ORDER BY a.name;

-- authority_find(code text)
-- By DfE code, or by a GSS code, old or new.
SELECT a.id, a.dfe_code, a.name FROM authority a
WHERE a.dfe_code = $code OR a.id = (SELECT c.authority FROM authority_code c WHERE c.gss_code = $code);
