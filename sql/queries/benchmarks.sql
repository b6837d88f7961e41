-- SPDX-License-Identifier: MIT

-- benchmark_rates(first_day date, last_day date)
SELECT job_type, placements, authorities, largest, (lower_quartile * 1000)::int8 AS lower_quartile_thousandths,
       (median * 1000)::int8 AS median_thousandths, (upper_quartile * 1000)::int8 AS upper_quartile_thousandths, over_cap, cap_pence,
       round(own_median)::int8 AS own_median_pence, not_comparable
FROM benchmark_rates($first_day, $last_day);
