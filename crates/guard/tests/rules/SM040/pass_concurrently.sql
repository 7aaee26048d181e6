-- stoa:no-transaction
create index concurrently if not exists orders_account_idx on orders (account_id);
