do $$ begin delete from public.sessions; end $$;
