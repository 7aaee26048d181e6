--! list_people
-- Everybody of `main` whom these tables name, by what they are here; a page after the last one seen.
select p.what, p.id from (
    select 'buyers' as what, b.user_id as id from tripwire_users b where b.user_id is not null
    union
    select 'managers of buyers', b.manager_id from tripwire_users b
    union
    select 'leads of sales teams', m.lead_user_id from sales_team_members m
    union
    select 'members of sales teams', m.member_user_id from sales_team_members m
) p
where (p.what, p.id) > (:what, :id)
order by p.what, p.id
limit :rows;
