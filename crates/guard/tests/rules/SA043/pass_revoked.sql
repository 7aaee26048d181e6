create function close_account(account uuid) returns void language sql security definer set search_path = ''
    as 'delete from public.accounts where id = account';
revoke execute on function close_account(uuid) from public, anon, authenticated;
grant execute on function close_account(uuid) to service_role;
