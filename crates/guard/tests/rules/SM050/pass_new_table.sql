create table orders (id uuid primary key, decade int not null, year int generated always as (2000 + decade) stored);
