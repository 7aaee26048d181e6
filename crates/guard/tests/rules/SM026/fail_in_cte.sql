with changed as (update accounts set plan = 'free' returning id) select count(*) from changed;
