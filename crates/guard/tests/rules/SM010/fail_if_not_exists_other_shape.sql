-- ==== base
create table ingestions (id uuid primary key, name text);
-- ==== up
create table if not exists ingestions (id uuid primary key, name text, ocr_provider text);
