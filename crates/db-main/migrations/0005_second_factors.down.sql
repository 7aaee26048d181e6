alter table auth.sessions drop column refresh_floor;
alter table auth.sessions drop column factor_id;
drop table auth.recovery_codes;
drop table auth.recovery_sets;
drop table auth.factor_challenges;
drop table auth.factors;
