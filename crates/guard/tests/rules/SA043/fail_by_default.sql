create function close_account(account uuid) returns void language sql security definer set search_path = ''
    as 'delete from public.accounts where id = account';
