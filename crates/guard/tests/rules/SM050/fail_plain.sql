alter table orders add column year int generated always as (2000 + decade) stored;
