-- Inside each of Stoa's databases. Safe to run again.
alter schema public owner to stoa_owner;
revoke all on schema public from public;
alter default privileges for role stoa_owner revoke execute on functions from public;
alter default privileges for role stoa_definer revoke execute on functions from public;
