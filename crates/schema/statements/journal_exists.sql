select to_regclass('stoa_journal.applied') is not null
