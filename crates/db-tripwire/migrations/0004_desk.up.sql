-- Who has looked at a lead that is held for review, and when: until somebody has, operators are reminded of it.
alter table leads
    add column reviewed_at timestamptz,
    -- Null for an operator at the machine.
    add column reviewed_by uuid;

create index leads_held_idx on leads (community_id, created_at desc, id desc) where state = 'quarantined';

-- The mapping is replaced as a whole when the settings' rows are taken over.
grant delete on amocrm_mapping to service_role;

-- Who puts managers into teams takes them out, too.
grant delete on sales_team_members to authenticated;
create policy sales_team_members_remove on sales_team_members for delete to authenticated using (
    community_id = (select auth.community_id()) and (select auth.has_role('admin'))
);
