alter table orders add column note text;
select pg_sleep(60);
