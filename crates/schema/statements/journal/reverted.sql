update stoa_guard.journal set state = 'reverted', going_down = true, note = $2 where id = $1
