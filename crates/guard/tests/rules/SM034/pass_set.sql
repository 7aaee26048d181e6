-- ==== config
runner = "other"
-- ==== up
set local lock_timeout = '3s';
alter table orders add column note text;
