set local statement_timeout = '30s';
set local lock_timeout = '3s';
select set_config('request.jwt.claims', '{"sub":"00000000-0000-4000-8000-000000000000","role":"authenticated"}', true),
    set_config('request.jwt.claim.sub', '00000000-0000-4000-8000-000000000000', true);
