-- ==== base
create type plan as enum ('free', 'paid');
-- ==== up
create type plan as enum ('free', 'paid', 'gift');
