create table public.users (id int primary key, email text not null);
create unique index users_email on public.users (lower(email));
