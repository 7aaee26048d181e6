update stoa_guard.journal set state = 'applied', going_down = false where id = $1
