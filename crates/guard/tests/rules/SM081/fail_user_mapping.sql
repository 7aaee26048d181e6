create user mapping for app server billing options (user 'app', password 's3cr3t-word');
