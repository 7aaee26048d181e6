create table public."Coupons" ("Id" uuid primary key, note text collate "C" default E'a\'b');
comment on table public."Coupons" is $$a 'quoted' word$$;
