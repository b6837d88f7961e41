-- Deploy accord:working_days to pg
-- Which days are worked: weekdays that are no bank holiday. The list is public reference, as far as it has been published;
-- beyond it every weekday counts.
\ir ../policies.psql
:begin

CREATE TABLE bank_holiday (
    day date CONSTRAINT bank_holiday_pk PRIMARY KEY,
    name text NOT NULL,
    tag text NOT NULL CONSTRAINT bank_holiday_tag_code CHECK (tag IN ('V', 'S', 'R', 'D')),
    source text NOT NULL
);
\copy bank_holiday FROM 'reference/bank_holidays.csv' WITH (FORMAT csv, HEADER)
GRANT SELECT ON bank_holiday TO accord_app;

-- So many working days after a day, which does not count itself.
CREATE FUNCTION working_days_after(since date, days integer) RETURNS date
LANGUAGE plpgsql STABLE SET search_path = accord, pg_temp AS $$
BEGIN
    RETURN (SELECT w::date
            FROM generate_series(since + 1, since + 3 * days + 14, interval '1 day') AS w
            WHERE extract(isodow FROM w) < 6 AND NOT EXISTS (SELECT FROM bank_holiday b WHERE b.day = w::date)
            ORDER BY w OFFSET days - 1 LIMIT 1);
END $$;
REVOKE ALL ON FUNCTION working_days_after FROM PUBLIC;
GRANT EXECUTE ON FUNCTION working_days_after TO accord_app;

COMMENT ON TABLE bank_holiday IS 'Bank holidays in England and Wales, each with how sure it is and where it is from';
COMMENT ON COLUMN bank_holiday.day IS 'The day';
COMMENT ON COLUMN bank_holiday.name IS 'What it is called';
COMMENT ON COLUMN bank_holiday.tag IS 'How sure it is: verified, secondary, to be researched, or decided here';
COMMENT ON COLUMN bank_holiday.source IS 'What it is from';
COMMENT ON CONSTRAINT bank_holiday_pk ON bank_holiday IS 'A day is one once';
COMMENT ON CONSTRAINT bank_holiday_tag_code ON bank_holiday IS 'One of the four tags';
COMMENT ON FUNCTION working_days_after IS 'So many days after a day that are neither of a weekend nor bank holidays';
COMMIT;
