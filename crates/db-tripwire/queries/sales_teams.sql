--! insert_member
insert into sales_team_members (community_id, lead_user_id, member_user_id, created_at)
values (:community_id, :lead_user_id, :member_user_id, :now)
on conflict do nothing;

--! delete_member
delete from sales_team_members
where community_id = :community_id and lead_user_id = :lead_user_id and member_user_id = :member_user_id;

--! list_members
select lead_user_id, member_user_id, created_at
from sales_team_members
where community_id = :community_id
order by lead_user_id, created_at, member_user_id;
