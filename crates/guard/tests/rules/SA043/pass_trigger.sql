create function touch() returns trigger language plpgsql security definer set search_path = ''
    as $$ begin new.updated_at = now(); return new; end $$;
