alter table orders add column public_id uuid;
alter table orders alter column public_id set default gen_random_uuid();
