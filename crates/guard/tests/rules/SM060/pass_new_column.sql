alter table orders add column totl bigint;
alter table orders rename column totl to total;
