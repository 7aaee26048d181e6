--! insert_member
insert into sales_team_members (community_id, lead_user_id, member_user_id, created_at)
values (:community_id, :lead_user_id, :member_user_id, :now)
on conflict do nothing;
