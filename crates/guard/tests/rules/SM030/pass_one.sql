-- stoa:no-transaction
set lock_timeout = '3s';
create index concurrently orders_account_idx on orders (account_id);
