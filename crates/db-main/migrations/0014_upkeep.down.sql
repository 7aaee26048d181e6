drop index auth.letters_ended;
revoke delete on auth.letters from service_role;
alter table auth.users drop constraint users_phone_confirmed_check, drop column phone_confirmed_at;
