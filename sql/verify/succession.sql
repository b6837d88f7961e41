-- Verify accord:succession on pg
\ir ../policies.psql
:begin
SELECT recorded_at, recorded_version FROM authority_succession WHERE false;
SELECT recorded_at, superseded_at, recorded_version, superseded_version FROM delivery_body WHERE false;
SELECT require(standing_of(-1, current_date) = ARRAY[-1] AND inherited_by(-1, current_date, 0) = ARRAY[-1]
               AND regions_of(ARRAY[-1]) = '{}',
               'who has neither stands alone');
SELECT require(count(*) = 2, 'both are stamped') FROM pg_trigger
WHERE tgname IN ('authority_succession_stamp', 'delivery_body_stamp');
ROLLBACK;
