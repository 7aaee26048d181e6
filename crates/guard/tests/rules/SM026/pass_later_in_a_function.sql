create function reset_plans() returns void language sql set search_path = '' as $$ update accounts set plan = 'free' $$;
