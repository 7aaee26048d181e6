-- ==== base
create table public.orders (id uuid not null, state character varying(20) DEFAULT 'open'::character varying, total bigint, CONSTRAINT orders_total_check CHECK ((total > 0)));
alter table only public.orders add constraint orders_pkey primary key (id);
-- ==== up
-- stoa:confirm drop-column public.orders.total: unread since release 41
alter table orders drop column total;
-- ==== down
alter table orders add column total bigint, add constraint orders_total_check check (total > 0) not valid;
alter table orders validate constraint orders_total_check;
