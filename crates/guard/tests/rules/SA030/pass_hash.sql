create table buyers (id uuid primary key, password_hash text not null, password_changed_at timestamptz, token_sha256 text, token_count int, pin_required boolean);
