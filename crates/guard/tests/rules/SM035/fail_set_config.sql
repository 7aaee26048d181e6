select set_config('search_path', '', false);
create table public.coupons (id uuid primary key);
