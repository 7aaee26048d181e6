create table events (id bigint primary key, n int not null);
