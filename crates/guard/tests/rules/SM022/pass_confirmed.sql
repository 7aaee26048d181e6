-- ==== base
create schema reporting;
-- ==== up
-- stoa:confirm drop-schema reporting: replaced by the warehouse in release 40
drop schema reporting;
