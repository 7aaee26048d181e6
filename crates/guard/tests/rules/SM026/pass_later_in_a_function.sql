create function reset_plans() returns void language sql as $$ update accounts set plan = 'free' $$;
