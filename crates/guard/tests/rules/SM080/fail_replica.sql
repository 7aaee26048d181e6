set session_replication_role = 'replica';
create table coupons (id uuid primary key);
