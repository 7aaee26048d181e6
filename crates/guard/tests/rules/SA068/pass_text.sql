create table hooks (id uuid primary key, handler text not null);
