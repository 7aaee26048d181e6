create schema storage;
create table storage.objects (id int primary key, bucket_id text, owner text);
alter table storage.objects enable row level security;
create policy listed on storage.objects for select to anon using (bucket_id = 'avatars');
