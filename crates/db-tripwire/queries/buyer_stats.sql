-- All under the reader's own scope: a manager counts own buyers, a lead the team's.

--! count_by_status (manager_id?, from_at?, to_at?)
select
    count(*) as total_users,
    count(*) filter (where status = 'active') as active_users,
    count(*) filter (where status = 'inactive') as inactive,
    count(*) filter (where status = 'completed') as completed,
    count(*) filter (where status = 'blocked') as blocked,
    count(*) filter (where invited_at is not null) as invited,
    count(*) filter (where first_login_at is not null) as opened,
    coalesce(sum(price_minor) filter (where currency = :currency), 0)::bigint as revenue_minor
from tripwire_users
where (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at);

--! list_days (manager_id?, from_at?, to_at?)
-- Days in Almaty that had a sale, the latest first. By the rule of stoa_domain::Day, not by the server's list of zones,
-- which may be older than the change of 2024.
select
    (
        created_at at time zone 'UTC'
        + case when created_at < '2024-02-29 18:00:00+00' then interval '6 hours' else interval '5 hours' end
    )::date as day,
    count(*) as users,
    coalesce(sum(price_minor) filter (where currency = :currency), 0)::bigint as revenue_minor
from tripwire_users
where (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
group by 1
order by 1 desc
limit :days;

--! list_managers (manager_id?, from_at?, to_at?)
select
    manager_id,
    count(*) as users,
    coalesce(sum(price_minor) filter (where currency = :currency), 0)::bigint as revenue_minor
from tripwire_users
where (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
group by manager_id
order by 2 desc, 3 desc, manager_id
limit :managers;
