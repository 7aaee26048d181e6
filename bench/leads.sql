begin read only;
set local role service_role;
select count(*) from leads l
where l.state = 'new'
  and (select count(*) from deliveries d where d.lead_id = l.id) = 2;
commit;
