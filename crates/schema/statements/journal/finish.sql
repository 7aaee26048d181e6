update stoa_guard.journal set state = $2, fp_after = $3, ms = $4, note = $5 where id = $1
