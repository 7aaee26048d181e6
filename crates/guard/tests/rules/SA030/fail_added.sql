alter table buyers add column "resetOtp" varchar(6);
