-- ==== base
create table "user" (id uuid primary key);
-- ==== up
create table "User" (id uuid primary key);
