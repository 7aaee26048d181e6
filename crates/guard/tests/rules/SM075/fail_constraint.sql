create table events (id int, kind text, primary key (id));
