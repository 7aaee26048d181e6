alter table orders add constraint orders_total_check check (total >= 0);
