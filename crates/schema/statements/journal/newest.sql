select fingerprint, objects from stoa_guard.newest
