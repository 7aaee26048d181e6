create schema extensions;
create extension citext schema extensions;
update pg_extension set extversion = '1.0' where extname = 'citext';
