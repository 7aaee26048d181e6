drop policy sales_team_members_remove on sales_team_members;
revoke delete on sales_team_members from authenticated;
revoke delete on amocrm_mapping from service_role;
drop index leads_held_idx;
alter table leads
    drop column reviewed_by,
    drop column reviewed_at;
