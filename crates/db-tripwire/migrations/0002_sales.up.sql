-- Buyers of the express course, and which manager's buyers a lead of sales may look at.
create table sales_team_members (
    community_id uuid not null,
    lead_user_id uuid not null,
    member_user_id uuid not null,
    created_at timestamptz not null,
    constraint sales_team_members_pkey primary key (community_id, lead_user_id, member_user_id),
    constraint sales_team_members_not_self check (lead_user_id <> member_user_id)
);

create table tripwire_users (
    id uuid primary key,
    community_id uuid not null,
    -- The person in `main`, once provisioning has found or made one. A plain uuid: no key crosses databases.
    user_id uuid,
    -- The lead that was won with this sale.
    lead_id uuid,
    email text not null,
    -- By the database itself, so that no way in can bring an address in twice.
    email_norm text not null generated always as (lower(btrim(email))) stored,
    name text collate "kk-x-icu" not null,
    phone text,
    status text not null default 'active'
        check (status in ('active', 'inactive', 'completed', 'blocked')),
    price_minor bigint not null check (price_minor >= 0),
    currency char(3) not null check (currency = upper(currency)),
    -- Who granted the access.
    manager_id uuid not null,
    -- The client's own key of the request that made the row, so that a repeat finds it.
    request_key text check (length(request_key) between 1 and 255),
    provisioning text not null default 'requested'
        check (provisioning in ('requested', 'user_ready', 'enrolled', 'invited', 'failed')),
    provisioning_error text,
    -- Known once the person is.
    account_existed boolean,
    invited_at timestamptz,
    -- Copied from `main`, so that lists can be sorted and counted by it.
    first_login_at timestamptz,
    last_active_at timestamptz,
    modules_completed smallint not null default 0 check (modules_completed >= 0),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    constraint tripwire_users_community_id_id_key unique (community_id, id),
    constraint tripwire_users_email_norm_key unique (community_id, email_norm),
    constraint tripwire_users_user_id_key unique (community_id, user_id),
    constraint tripwire_users_request_key_key unique (community_id, manager_id, request_key),
    constraint tripwire_users_lead_fkey foreign key (community_id, lead_id) references leads (community_id, id)
        on delete set null (lead_id),
    constraint tripwire_users_person_known check (
        user_id is not null and account_existed is not null or provisioning in ('requested', 'failed')
    )
);

-- One for each order of the desk's list.
create index tripwire_users_created_idx on tripwire_users (community_id, created_at desc, id desc);
create index tripwire_users_name_idx on tripwire_users (community_id, name, id);
create index tripwire_users_activity_idx
    on tripwire_users (community_id, (coalesce(last_active_at, 'epoch')) desc, id desc);
create index tripwire_users_lead_idx on tripwire_users (community_id, lead_id) where lead_id is not null;

alter table sales_team_members enable row level security;
alter table sales_team_members force row level security;
alter table tripwire_users enable row level security;
alter table tripwire_users force row level security;

grant select, insert, update on tripwire_users to service_role;
grant select, insert, delete on sales_team_members to service_role;
create policy tripwire_users_service on tripwire_users to service_role using (true) with check (true);
create policy sales_team_members_service on sales_team_members to service_role using (true) with check (true);

-- A lead reads the own team only; who belongs to a team is the admin's word, or a lead could take in anyone's buyers.
grant select, insert on sales_team_members to authenticated;
create policy sales_team_members_read on sales_team_members for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('admin'))
        or ((select auth.has_role('sales_lead')) and lead_user_id = (select auth.uid()))
    )
);
create policy sales_team_members_add on sales_team_members for insert to authenticated with check (
    community_id = (select auth.community_id()) and (select auth.has_role('admin'))
);

-- People of sales change what the desk lets them change; the link to a person, the price and the copy of the activity
-- are the server's.
grant select on tripwire_users to authenticated;
grant insert (
    id, community_id, email, name, phone, price_minor, currency, manager_id, request_key, created_at, updated_at
) on tripwire_users to authenticated;
grant update (provisioning, provisioning_error, invited_at, updated_at, version) on tripwire_users to authenticated;

create policy tripwire_users_read on tripwire_users for select to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('admin'))
        or (
            manager_id = (select auth.uid())
            and ((select auth.has_role('sales_manager')) or (select auth.has_role('sales_lead')))
        )
        or (
            (select auth.has_role('sales_lead'))
            -- `sales_team_members` shows a lead the own team only.
            and manager_id in (
                select m.member_user_id from sales_team_members m
                where m.community_id = (select auth.community_id()) and m.lead_user_id = (select auth.uid())
            )
        )
    )
);
create policy tripwire_users_create on tripwire_users for insert to authenticated with check (
    community_id = (select auth.community_id())
    and manager_id = (select auth.uid())
    and (
        (select auth.has_role('admin'))
        or (select auth.has_role('sales_manager'))
        or (select auth.has_role('sales_lead'))
    )
);
create policy tripwire_users_change on tripwire_users for update to authenticated using (
    community_id = (select auth.community_id())
    and (
        (select auth.has_role('admin'))
        or (
            manager_id = (select auth.uid())
            and ((select auth.has_role('sales_manager')) or (select auth.has_role('sales_lead')))
        )
        or (
            (select auth.has_role('sales_lead'))
            and manager_id in (
                select m.member_user_id from sales_team_members m
                where m.community_id = (select auth.community_id()) and m.lead_user_id = (select auth.uid())
            )
        )
    )
) with check (
    -- Neither the community nor the manager can be written, so what was visible stays within reach.
    community_id = (select auth.community_id())
);
