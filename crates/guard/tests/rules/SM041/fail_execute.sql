do $$ begin execute (select command from pending_commands limit 1); end $$;
