--: BuyerRow(user_id?, lead_id?, phone?, provisioning_error?, account_existed?, invited_at?, first_login_at?, last_active_at?)

--! insert_buyer (phone?, request_key?)
insert into tripwire_users (
    id, community_id, email, name, phone, price_minor, currency, manager_id, request_key, created_at, updated_at
) values (
    :id, :community_id, :email, :name, :phone, :price_minor, :currency, :manager_id, :request_key, :now, :now
);

--! find_buyer : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where id = :id;

--! find_buyer_by_email : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where community_id = :community_id and email_norm = lower(:email);

--! find_buyer_by_request_key : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where community_id = :community_id and manager_id = :manager_id and request_key = :request_key;

--! list_purchases (email?) : BuyerRow
-- What somebody bought: by the account, and by its proved address.
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where user_id = :user_id or email_norm = lower(:email::text)
order by created_at, id
limit 100;

--! lock_buyer : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where id = :id
for update;

--! save_person
update tripwire_users
set user_id = :user_id, account_existed = :account_existed
where id = :id;

--! save_provisioning (reason?, invited_at?)
update tripwire_users
set provisioning = :state, provisioning_error = :reason, invited_at = coalesce(:invited_at, invited_at),
    updated_at = :now, version = version + 1
where id = :id;

--! count_failed : (oldest_at?)
-- Accounts that were given up and wait for a person.
select count(*) as number, min(updated_at) as oldest_at
from tripwire_users
where provisioning = 'failed';

-- The lists: an absent filter lets everything through, an absent cursor begins at the first row. The comparison of rows
-- has no `or`, so that the index of its order serves it.

--! count_buyers (status?, manager_id?, from_at?, to_at?, pattern?)
select count(*) as total
from tripwire_users
where (:status::text is null or status = :status)
    and (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
    and (:pattern::text is null or name ilike :pattern or email ilike :pattern or phone like :pattern);

--! list_buyers_by_created (status?, manager_id?, from_at?, to_at?, pattern?, after_at?, after_id?) : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where (created_at, id) < (
        coalesce(:after_at::timestamptz, 'infinity'),
        coalesce(:after_id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    and (:status::text is null or status = :status)
    and (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
    and (:pattern::text is null or name ilike :pattern or email ilike :pattern or phone like :pattern)
order by created_at desc, id desc
limit :rows;

--! list_buyers_by_name (status?, manager_id?, from_at?, to_at?, pattern?, after_name?, after_id?) : BuyerRow
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where (name, id) > (
        coalesce(:after_name::text, ''), coalesce(:after_id::uuid, '00000000-0000-0000-0000-000000000000')
    )
    and (:status::text is null or status = :status)
    and (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
    and (:pattern::text is null or name ilike :pattern or email ilike :pattern or phone like :pattern)
order by name, id
limit :rows;

--! list_buyers_by_activity (status?, manager_id?, from_at?, to_at?, pattern?, after_at?, after_id?) : BuyerRow
-- Who was never seen stands at the end, as if last seen in 1970.
select
    id, community_id, user_id, lead_id, email, name, phone, status, price_minor, currency, manager_id,
    provisioning, provisioning_error, account_existed, invited_at, first_login_at, last_active_at,
    modules_completed, created_at, updated_at, version
from tripwire_users
where (coalesce(last_active_at, 'epoch'), id) < (
        coalesce(:after_at::timestamptz, 'infinity'),
        coalesce(:after_id::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
    )
    and (:status::text is null or status = :status)
    and (:manager_id::uuid is null or manager_id = :manager_id)
    and (:from_at::timestamptz is null or created_at >= :from_at)
    and (:to_at::timestamptz is null or created_at < :to_at)
    and (:pattern::text is null or name ilike :pattern or email ilike :pattern or phone like :pattern)
order by coalesce(last_active_at, 'epoch') desc, id desc
limit :rows;
