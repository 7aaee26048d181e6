create schema storage;
create table storage.objects (id int primary key, bucket_id text, owner text);
alter table storage.objects enable row level security;
create policy own on storage.objects for select to authenticated using (bucket_id = 'avatars' and owner = (select current_setting('app.who', true)));
