drop table tripwire_users;
drop table sales_team_members;
