truncate sessions;
