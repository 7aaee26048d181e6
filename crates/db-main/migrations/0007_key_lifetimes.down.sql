drop index auth.signing_keys_next_key;
alter table auth.signing_keys drop constraint signing_keys_verifies_until_check;
alter table auth.signing_keys drop column verifies_until;
