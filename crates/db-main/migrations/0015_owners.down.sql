drop table auth.refused_sign_ups;
alter table auth.credentials drop column contested;
alter table auth.users drop column email_unproved;
drop table auth.pending_links;
alter table auth.oauth_flows drop column link_session_id;
