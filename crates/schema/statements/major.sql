select current_setting('server_version_num')::integer / 10000, current_user::text
