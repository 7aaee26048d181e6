insert into settings (key, value) values ('upstream', 'postgres://app:s3cr3t-word@db.example.org/app');
