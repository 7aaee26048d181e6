create table buyers (id uuid primary key, password text not null);
