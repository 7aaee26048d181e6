insert into stoa_guard.newest (fingerprint, objects) values ($1, $2)
on conflict (single) do update set fingerprint = excluded.fingerprint, objects = excluded.objects, taken_at = clock_timestamp()
