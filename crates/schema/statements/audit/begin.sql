set local statement_timeout = '60s';
set local lock_timeout = '3s';
set local search_path = ''
