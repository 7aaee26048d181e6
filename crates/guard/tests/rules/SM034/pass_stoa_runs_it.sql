-- ==== config
runner = "stoa"
-- ==== up
alter table orders add column note text;
