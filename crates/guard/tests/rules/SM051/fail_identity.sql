alter table events add column id bigint generated always as identity;
