create role reporting login;
insert into settings (key, value) values ('upstream', 'postgres://app:${PASSWORD}@db.example.org/app'), ('site', 'https://example.org/a@b');
