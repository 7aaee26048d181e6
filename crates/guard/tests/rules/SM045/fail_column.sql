alter table accounts add column code text unique;
