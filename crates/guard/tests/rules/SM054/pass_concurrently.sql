-- stoa:no-transaction
reindex index concurrently orders_account_idx;
