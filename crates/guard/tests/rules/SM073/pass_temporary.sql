create temporary table staging (id uuid primary key);
create table carts (id uuid primary key);
