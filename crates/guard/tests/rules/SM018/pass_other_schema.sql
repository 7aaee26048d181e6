-- ==== base
create table orders (id uuid primary key);
-- ==== up
comment on table storage.objects is 'files';
insert into cron.job (schedule) values ('* * * * *');
