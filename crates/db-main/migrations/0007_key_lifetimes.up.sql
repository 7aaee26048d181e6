-- A key that signs no more verifies until its last token has expired, or until an operator takes it out of use.
alter table auth.signing_keys add column verifies_until timestamptz;
-- Twice the life of a token: what the version before this one waited.
update auth.signing_keys set verifies_until = retired_at + interval '2 hours' where retired_at is not null;
alter table auth.signing_keys
    add constraint signing_keys_verifies_until_check check ((verifies_until is null) = (retired_at is null));
-- One rotation at a time.
create unique index signing_keys_next_key on auth.signing_keys (purpose) where state = 'next';
