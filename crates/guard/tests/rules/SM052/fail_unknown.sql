alter table orders alter column id type bigint;
