--! insert_flow (user_id?)
insert into auth.flow_states (id, user_id, method, code_challenge, code_challenge_method, created_at)
values (:id, :user_id, :method, :code_challenge, :code_challenge_method, :now);

--! save_flow_code
update auth.flow_states set code_sha256 = :code_sha256, code_issued_at = :now
where id = :id and user_id = :user_id and code_sha256 is null;

--! find_flow_by_code : (user_id?, code_issued_at?)
select f.id, f.user_id, f.method, f.code_challenge, f.code_challenge_method, f.code_issued_at
from auth.flow_states f
where f.code_sha256 = :code_sha256;

--! delete_flow
delete from auth.flow_states where id = :id;

--! delete_flows_of (kept?)
-- Links that were asked for go too: whoever asked may be the one who is being shut out.
with wishes as (delete from auth.oauth_flows where link_user_id = :user_id)
delete from auth.flow_states where user_id = :user_id and id is distinct from :kept;

--! save_flow_begun
-- A flow lives from the sending of its letter on.
update auth.flow_states set created_at = :now where id = :id;

--! delete_old_flows
-- Not those whose letter still waits: its link must work when it comes.
delete from auth.flow_states f
where f.created_at < :before and not exists (
    select from auth.letters l
    where l.flow_id = f.id and l.state not in ('sent', 'dropped') and l.state <> 'failed'
);

--! find_code_holder
-- Whose code went to this address: the newest, when there are several.
select t.user_id
from auth.one_time_tokens t
join auth.users u on u.id = t.user_id
where t.email = :email and t.purpose = any (:purposes) and t.used_at is null and t.code_mac is not null
    and t.code_expires_at > :now and u.deleted_at is null
order by t.created_at desc
limit 1;
