drop table auth.provider_tokens;
drop table auth.oauth_flows;
