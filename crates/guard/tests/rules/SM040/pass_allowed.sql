-- stoa:allow SM040 the table holds twenty rows of settings
create index settings_key_idx on settings (key);
