grant select on orders to reporting;
