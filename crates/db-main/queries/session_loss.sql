--! count_live_sessions
select count(*) as live,
    count(*) filter (where substring(s.refresh_key from 1 for 9) <> :sealed_with::bytea) as sealed_otherwise
from auth.sessions s
join auth.users u on u.id = s.user_id
where u.deleted_at is null and s.seen_at > :idle_since and (s.not_after is null or s.not_after > :now);

--! delete_sessions_sealed_otherwise
delete from auth.sessions s where substring(s.refresh_key from 1 for 9) <> :sealed_with::bytea;

--! delete_api_keys_of
delete from auth.api_keys a where a.key_id = :key_id;

--! list_issuers
select i.issuer from auth.issuers i order by i.last_used_at desc, i.issuer limit 20;

--! save_issuer
insert into auth.issuers (issuer, first_used_at, last_used_at) values (:issuer, :now, :now)
on conflict (issuer) do update set last_used_at = excluded.last_used_at;

--! count_factors_sealed_otherwise
select count(*) as factors
from auth.factors f
join auth.users u on u.id = f.user_id
where u.deleted_at is null and f.status = 'verified' and substring(f.secret from 1 for 9) <> :sealed_with::bytea;

--! delete_factors_sealed_otherwise
-- Recovery codes go with the last factor, as always.
with gone as (
    delete from auth.factors f where substring(f.secret from 1 for 9) <> :sealed_with::bytea
    returning f.user_id, f.status
), codes as (
    delete from auth.recovery_sets r
    where r.user_id in (select g.user_id from gone g)
        and not exists (
            select from auth.factors f
            where f.user_id = r.user_id and f.status = 'verified'
                and substring(f.secret from 1 for 9) = :sealed_with::bytea
        )
)
select distinct g.user_id from gone g where g.status = 'verified';
