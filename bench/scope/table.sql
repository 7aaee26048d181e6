-- Ten thousand people and the policy that shows each of them one row, in a fresh cluster of the benchmark's own.
create role plain_reader login bypassrls password 'bench';
grant connect on database main to plain_reader;
grant usage on schema public to plain_reader;

set role stoa_owner;
create table people (
    id uuid primary key,
    name text not null,
    email text not null
);
alter table people enable row level security;
alter table people force row level security;
create policy people_own on people for select to authenticated using (id = (select auth.uid()));
grant select on people to authenticated, plain_reader;
insert into people
select ('018f0000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'Person ' || n, 'p' || n || '@example.com'
from generate_series(0, 9999) n;
reset role;
vacuum analyze people;
