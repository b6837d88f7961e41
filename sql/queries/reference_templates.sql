-- SPDX-License-Identifier: MIT

-- reference_template_list()
SELECT id, region, name, version, valid_from AS from, note, recorded_at FROM reference_template
ORDER BY region NULLS FIRST, lower(name), version DESC;

-- reference_template_get(id uuid)
SELECT id, region, name, version, valid_from AS from, note, fields, recorded_at FROM reference_template WHERE id = $id;

-- reference_template_find(id uuid, day date)
-- The template, where it is in use on that day.
SELECT id, fields FROM reference_template WHERE id = $id AND valid_from <= $day;

-- reference_template_latest(name text)
-- The number of the latest version that the caller's region has of that name; 0 before the first.
SELECT coalesce(max(t.version), 0) AS version FROM reference_template t
WHERE t.region = nullif(current_setting('accord.region', true), '') AND lower(t.name) = lower($name);

-- reference_template_add(id uuid, region text, name text, version int4, valid_from date, note text, fields jsonb, recorded_at timestamptz)
INSERT INTO reference_template (id, region, name, version, valid_from, note, fields, recorded_at)
VALUES ($id, $region, $name, $version, $valid_from, $note, $fields, $recorded_at);
