-- ==== base
create type plan as enum ('free', 'paid');
-- ==== up
drop type plan;
create type plan as enum ('free', 'paid', 'gift');
