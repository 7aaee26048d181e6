-- ==== base
create schema storage;
create table storage.objects (id uuid primary key, bucket_id text, owner uuid);
alter table storage.objects enable row level security;
-- ==== up
create policy avatars_own on storage.objects for select to authenticated
    using (bucket_id = 'avatars' and owner = (select auth.uid()));
