do $$ begin update accounts set plan = 'free' where 1 = 1; end $$;
