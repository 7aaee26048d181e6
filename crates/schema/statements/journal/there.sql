select to_regclass('stoa_guard.journal') is not null, to_regclass('stoa_journal.applied') is not null
