-- ==== base
create function refresh_totals() returns void language plpgsql as $$ begin perform 1; end $$;
-- ==== up
select refresh_totals();
