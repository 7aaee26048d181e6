drop table auth.one_time_tokens;
drop table auth.api_keys;
drop table auth.signing_keys;
drop table auth.sessions;
drop table auth.credentials;
drop table auth.user_roles;
drop table auth.users;
