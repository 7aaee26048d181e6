create table public.mail_queue (id int primary key, body text);
alter table public.mail_queue enable row level security;
grant insert on public.mail_queue to authenticated;
