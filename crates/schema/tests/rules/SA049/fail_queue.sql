create table public.mail_queue (id int primary key, body text);
grant select, insert on public.mail_queue to authenticated;
