-- ==== base
create table orders (id uuid primary key, note text);
-- ==== up
alter table orders alter column note type jsonb using note::jsonb;
