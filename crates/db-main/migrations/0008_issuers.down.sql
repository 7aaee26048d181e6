revoke delete on auth.api_keys from service_role;
drop table auth.issuers;
