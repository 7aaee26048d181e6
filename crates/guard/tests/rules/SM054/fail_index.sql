reindex index orders_account_idx;
