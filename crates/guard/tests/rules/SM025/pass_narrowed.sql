delete from sessions where expires_at < now() - interval '30 days';
