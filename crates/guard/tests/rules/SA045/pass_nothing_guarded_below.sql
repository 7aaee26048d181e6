-- ==== base
create table countries (code text primary key);
-- ==== up
create view country_codes as select code from countries;
