grant usage on schema public to authenticated;
revoke create on schema public from public;
