-- ==== base
create table members (team_id uuid, user_id uuid, primary key (team_id, user_id));
alter table members enable row level security;
-- ==== up
create policy members_team on members for select to authenticated
    using (team_id in (select m.team_id from members m where m.user_id = (select auth.uid())));
