create schema extensions;
create extension citext schema extensions;
