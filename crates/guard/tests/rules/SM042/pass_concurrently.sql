-- stoa:no-transaction
drop index concurrently orders_account_idx;
