-- Numbers that another platform has proved stay proved when their people come here.
alter table auth.users add column phone_confirmed_at timestamptz;
alter table auth.users add constraint users_phone_confirmed_check
    check (phone_confirmed_at is null or phone is not null);

-- Letters that have come to their end are removed by the serving process; they hold addresses.
grant delete on auth.letters to service_role;
create index letters_ended on auth.letters (changed_at) where state in ('sent', 'dropped', 'failed');
