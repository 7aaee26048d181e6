alter table orders enable trigger orders_audit;
