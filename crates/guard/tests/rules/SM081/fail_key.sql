insert into settings (key, value) values ('pay', 'sk_live_abcdefghijklmnop');
