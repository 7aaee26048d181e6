do $$ begin
  update accounts set plan = 'free' where plan is null and id = 7;
  commit;
end $$;
