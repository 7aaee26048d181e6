-- ==== base
create schema auth;
create table auth.users (id uuid primary key, email text not null unique);
-- ==== up
create table profiles (id uuid primary key references auth.users (id), name text not null);
create table leads (id uuid primary key, email text, phone text);
