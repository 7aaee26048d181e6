cluster orders using orders_pkey;
