-- A shop on a hosted Postgres: three app roles, row-level security, a few rows.
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin; end if;
end $$;

create schema auth;
create table auth.users (id uuid primary key, email text unique, raw_user_meta_data jsonb);
create function auth.uid() returns uuid language sql stable set search_path = '' as
  $$ select nullif(current_setting('request.jwt.claim.sub', true), '')::uuid $$;
create function auth.jwt() returns jsonb language sql stable set search_path = '' as
  $$ select coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb $$;
grant usage on schema auth, public to anon, authenticated, service_role;
revoke all on auth.users from public;

create type order_status as enum ('new', 'paid', 'shipped');
create type unused_mood as enum ('sad', 'ok');

create table customers (
  id bigint generated always as identity primary key,
  user_id uuid not null unique,
  email text not null unique,
  name text,
  phone varchar(20),
  nickname varchar(40),
  middle_name text,
  balance_cents integer not null default 0,
  created_at timestamptz not null default now()
);
create table orders (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customers (id),
  status order_status not null default 'new',
  total_cents bigint not null constraint orders_total_positive check (total_cents >= 0),
  note varchar(200),
  legacy_code text,
  placed_at timestamptz not null default now()
);
create index orders_customer_id_idx on orders (customer_id);
create index orders_legacy_code_idx on orders (legacy_code);
create table order_items (
  order_id bigint not null references orders (id) on delete cascade,
  line int not null,
  sku text not null,
  quantity int not null default 1,
  price numeric(12, 2) not null default 0,
  primary key (order_id, line)
);
create table legacy_imports (id bigint primary key, payload text, imported_at timestamptz);
create table audit_log (id bigint generated always as identity primary key, at timestamptz not null default now(), what text not null);
create table countries (code text primary key, title text not null);
create table bookings (id bigint generated always as identity primary key, room int not null, during tstzrange not null);
create table imports_raw (line text, seen_at timestamptz);
create table "Invoices" (id bigint primary key, "orderId" bigint not null, "Total" numeric(10, 2) not null default 0);

create table events (id bigint not null, at timestamptz not null, kind text not null, primary key (id, at)) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01 00:00+00') to ('2026-01-01 00:00+00');
create table events_2026_new (id bigint not null, at timestamptz not null, kind text not null, primary key (id, at));

create schema reports;
create table reports.monthly (month date primary key, cents bigint not null);
create view open_orders with (security_invoker = true) as select id, customer_id, total_cents from orders where status <> 'shipped';
create materialized view daily_sales as select placed_at::date as day, sum(total_cents) as cents from orders group by 1;
create unique index daily_sales_day_idx on daily_sales (day);

create function order_total(p_order bigint) returns numeric language sql stable set search_path = '' as
  $$ select coalesce(sum(quantity * price), 0) from public.order_items where order_id = p_order $$;
create function stamp_note() returns trigger language plpgsql set search_path = '' as
  $$ begin new.note := coalesce(new.note, ''); return new; end $$;
create trigger orders_note before insert on orders for each row execute function stamp_note();

alter table customers enable row level security;
alter table orders enable row level security;
alter table order_items enable row level security;
alter table audit_log enable row level security;
alter table countries enable row level security;
alter table legacy_imports enable row level security;
alter table bookings enable row level security;
alter table imports_raw enable row level security;
alter table "Invoices" enable row level security;
alter table events enable row level security;
alter table events_2025 enable row level security;
alter table events_2026_new enable row level security;
alter table reports.monthly enable row level security;
create policy customers_own on customers for select to authenticated using (user_id = (select auth.uid()));
create policy orders_own on orders for select to authenticated
  using (customer_id in (select c.id from customers c where c.user_id = (select auth.uid())));
create policy countries_read on countries for select to authenticated using (true);
grant select on customers, orders, countries to authenticated;
grant all on customers, orders, order_items, audit_log, countries to service_role;
create policy customers_service on customers to service_role using (true) with check (true);

insert into customers (user_id, email, name, phone, nickname) values
  ('00000000-0000-4000-8000-000000000001', 'a@example.com', 'Aigerim', '+77010000001', 'aika'),
  ('00000000-0000-4000-8000-000000000002', 'b@example.com', null, null, 'a nickname of more than ten letters');
insert into orders (customer_id, total_cents, note) values (1, 1200, 'first'), (1, 900, 'second'), (2, 5000000000, 'a gift that needs a long note');
insert into order_items (order_id, line, sku, price) values (1, 1, 'tea', 12), (2, 1, 'cup', 9);
insert into countries values ('kz', 'Kazakhstan');
insert into bookings (room, during) values (1, '[2026-01-01 00:00+00,2026-01-02 00:00+00)');
insert into audit_log (what) values ('opened');
insert into events values (1, '2025-05-05 00:00+00', 'open');
