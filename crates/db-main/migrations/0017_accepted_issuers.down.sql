alter table auth.identities drop column token_seen_at;
drop table auth.accepted_issuers;
