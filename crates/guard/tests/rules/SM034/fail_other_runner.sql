-- ==== config
runner = "other"
-- ==== up
alter table orders add column note text;
