create table sessions (id uuid primary key);
insert into sessions select gen_random_uuid();
delete from sessions;
