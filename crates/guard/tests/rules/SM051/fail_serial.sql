alter table events add column id bigserial;
