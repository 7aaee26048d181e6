--! list_accepted_issuers : (accept_until?)
select a.issuer, a.name, a.audience, a.keys_tag, a.accept_until from auth.accepted_issuers a order by a.issuer;

--! save_accepted_issuer (accept_until?)
insert into auth.accepted_issuers (issuer, name, audience, keys_tag, accept_until, first_accepted_at, last_accepted_at)
values (:issuer, :name, :audience, :keys_tag, :accept_until, :now, :now)
on conflict (issuer) do update set name = excluded.name, audience = excluded.audience, keys_tag = excluded.keys_tag,
    accept_until = excluded.accept_until, last_accepted_at = excluded.last_accepted_at;

--! delete_accepted_issuers_except
delete from auth.accepted_issuers a where a.issuer <> all (:kept);

--! count_token_holders
-- Living people who came with a token of the issuer and were not signed out since.
select count(*) as people
from auth.identities i
join auth.users u on u.id = i.user_id
where i.issuer = :issuer and i.token_seen_at > :since and u.deleted_at is null
    and (i.signed_out_at is null or i.signed_out_at < i.token_seen_at);

--! save_token_seen
update auth.identities set token_seen_at = :now where issuer = :issuer and subject = :subject;
