--: HealthRow(request_id?, notified_by?, notified_at?)

--! insert_health (request_id?, taken_at?)
insert into public.system_health_logs (id, event_type, message, metadata, last_at, request_id, notify, taken_at, created_at)
values (:id, :event_type, :message, :metadata, :at, :request_id, :notify, :taken_at, :at)
on conflict (id) do nothing;

--! repeat_health
update public.system_health_logs
set repeats = greatest(repeats, :repeats), last_at = greatest(last_at, :at), metadata = :metadata
where id = :id;

--! save_notified
update public.system_health_logs
set notify = 'sent', notified_by = :by, notified_at = :at
where id = :id and notify = 'pending';

--! hold_untold
-- Whoever still means to tell them keeps them to itself.
update public.system_health_logs
set taken_at = greatest(taken_at, :at)
where id = any(:ids) and notify = 'pending';

--! take_untold : HealthRow
-- What a process that is gone was to tell; whoever takes it has it to itself until `before` has passed it again.
update public.system_health_logs
set taken_at = :now
where
    id in (
        select id from public.system_health_logs
        where notify = 'pending' and (taken_at is null or taken_at < :before) and created_at > :since
        order by created_at
        limit 100
        for update skip locked
    )
returning id, event_type, message, metadata, repeats, last_at, request_id, notify, notified_by, notified_at, created_at;

--! list_health (event_type?, before_at?, before_id?) : HealthRow
select id, event_type, message, metadata, repeats, last_at, request_id, notify, notified_by, notified_at, created_at
from public.system_health_logs
where
    (:event_type::text is null or event_type = :event_type)
    and (:before_at::timestamptz is null or (created_at, id) < (:before_at, :before_id::uuid))
order by created_at desc, id desc
limit :rows;

--! count_untold
select count(*) as untold from public.system_health_logs where notify = 'pending';

--! delete_health
delete from public.system_health_logs
where id in (
    select id from public.system_health_logs
    where created_at < :before
    order by created_at
    limit :rows
);

--! find_config : (updated_by?)
select value, updated_by, updated_at from public.system_config where key = :key;

--! save_config (updated_by?)
insert into public.system_config (key, value, updated_by, updated_at)
values (:key, :value, :updated_by, :now)
on conflict (key) do update
set value = excluded.value, updated_by = excluded.updated_by, updated_at = excluded.updated_at
where system_config.value <> excluded.value;
