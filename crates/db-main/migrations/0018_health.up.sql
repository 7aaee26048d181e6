-- Switches of the whole system, and what its parts say of themselves. The names are those of the incident documents.
create table public.system_config (
    key text primary key check (length(key) between 1 and 80),
    value text not null check (length(value) between 1 and 400),
    -- Who, by id; nobody when it was a command.
    updated_by uuid,
    updated_at timestamptz not null
);

create function public.hint_config() returns trigger
language plpgsql
set search_path = ''
as $$
begin
    perform pg_catalog.pg_notify('stoa_config', coalesce(new.key, old.key));
    return null;
end
$$;

create trigger system_config_changed after insert or update or delete on public.system_config
for each row execute function public.hint_config();

create table public.system_health_logs (
    id uuid primary key,
    event_type text not null check (event_type in ('INFO', 'WARNING', 'ERROR', 'SWITCH', 'CRITICAL')),
    message text not null check (length(message) between 1 and 1000),
    metadata jsonb not null,
    -- How often the same came again within a minute, and when last.
    repeats integer not null default 0 check (repeats >= 0),
    last_at timestamptz not null,
    request_id text,
    -- Whether somebody is to be told, by which way it was done, and since when a process is at it.
    notify text not null check (notify in ('none', 'pending', 'sent')),
    notified_by text check (notified_by in ('telegram', 'mail')),
    notified_at timestamptz,
    taken_at timestamptz,
    created_at timestamptz not null,
    constraint system_health_logs_sent check ((notify = 'sent') = (notified_by is not null and notified_at is not null))
);

create index system_health_logs_newest on public.system_health_logs (created_at, id);
create index system_health_logs_pending on public.system_health_logs (created_at) where notify = 'pending';

alter table public.system_config enable row level security;
alter table public.system_config force row level security;
alter table public.system_health_logs enable row level security;
alter table public.system_health_logs force row level security;

create policy system_config_service on public.system_config to service_role using (true) with check (true);
create policy system_health_logs_service on public.system_health_logs to service_role using (true) with check (true);

grant select, insert, update on public.system_config to service_role;
grant select, insert, update, delete on public.system_health_logs to service_role;
grant execute on function public.hint_config() to service_role;
