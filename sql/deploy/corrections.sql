-- Deploy accord:corrections to pg
-- A correction of a spell is a later version of the same row, and so belongs to the authority that the row belongs to:
-- a successor corrects what it has inherited. A first version is still written as the one own authority alone.
\ir ../policies.psql
:begin

CREATE POLICY employment_correct ON employment FOR INSERT TO accord_app WITH CHECK (:mine AND version > 1);
COMMENT ON POLICY employment_correct ON employment IS 'Later versions of spells, inherited ones too';
COMMIT;
