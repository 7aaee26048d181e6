alter table orders disable trigger all;
