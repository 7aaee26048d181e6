-- What the serving process removes when it has no use any more.
grant delete on auth.one_time_tokens to service_role;

create index sessions_not_after on auth.sessions (not_after) where not_after is not null;
create index one_time_tokens_expires on auth.one_time_tokens (expires_at);
create index one_time_tokens_used on auth.one_time_tokens (used_at) where used_at is not null;
create index factor_challenges_expires on auth.factor_challenges (expires_at);
