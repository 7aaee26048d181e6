-- ==== base
create schema archive;
create table orders (id uuid primary key);
-- ==== up
create table archive.orders (id uuid primary key);
