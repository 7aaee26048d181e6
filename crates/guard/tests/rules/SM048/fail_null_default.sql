alter table orders add column currency char(3) default null not null;
