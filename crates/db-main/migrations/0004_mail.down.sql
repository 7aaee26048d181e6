drop index auth.one_time_tokens_code;
drop index auth.one_time_tokens_open_key;
-- What the older release would not know.
delete from auth.one_time_tokens where purpose not in ('invite', 'recovery');
alter table auth.one_time_tokens
    drop constraint one_time_tokens_code_check,
    drop column flow_id,
    drop column redirect_to,
    drop column code_tries,
    drop column code_expires_at,
    drop column code_mac,
    drop column email,
    drop constraint one_time_tokens_purpose_check,
    add constraint one_time_tokens_purpose_check check (purpose in ('invite', 'recovery'));
drop table auth.letters;
