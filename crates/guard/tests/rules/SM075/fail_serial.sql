create table events (id serial primary key);
