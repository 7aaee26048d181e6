select id, name, email from people where id = $1
