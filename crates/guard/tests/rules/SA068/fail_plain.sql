create table hooks (id uuid primary key, handler regproc not null);
