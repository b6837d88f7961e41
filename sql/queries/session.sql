-- What a connection is asked before it is used. SPDX-License-Identifier: MIT

-- server_settings()
-- The parameters' values go to the server's log unless the first three are true.
SELECT current_setting('log_parameter_max_length') = '0' AS log_parameter_max_length,
       current_setting('log_parameter_max_length_on_error') = '0' AS log_parameter_max_length_on_error,
       current_setting('log_error_verbosity') = 'terse' AS log_error_verbosity,
       current_setting('transaction_read_only') = 'off' AS writable;

-- changes_missing(wanted text[])
-- Changes of the sqitch plan that this daemon was built with, and that the database does not have.
SELECT string_agg(w.change, ', ') AS missing
FROM unnest($wanted) AS w(change)
WHERE NOT EXISTS (SELECT 1 FROM sqitch.changes c WHERE c.project = 'accord' AND c.change = w.change);
