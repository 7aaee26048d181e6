-- The roles of a server that holds Stoa's databases. Safe to run again.
do $$
begin
    if not exists (select from pg_roles where rolname = 'stoa_owner') then
        create role stoa_owner nologin bypassrls noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'stoa_definer') then
        create role stoa_definer nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'anon') then
        create role anon nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'authenticated') then
        create role authenticated nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'service_role') then
        create role service_role nologin noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'authenticator') then
        create role authenticator login noinherit;
    end if;
    if not exists (select from pg_roles where rolname = 'stoa_migrator') then
        create role stoa_migrator login noinherit;
    end if;
end
$$;
grant anon, authenticated, service_role to authenticator;
grant stoa_definer to stoa_owner;
grant stoa_owner to stoa_migrator;
