drop index auth.factor_challenges_expires, auth.one_time_tokens_used, auth.one_time_tokens_expires, auth.sessions_not_after;
revoke delete on auth.one_time_tokens from service_role;
