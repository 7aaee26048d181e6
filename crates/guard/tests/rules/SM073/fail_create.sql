create unlogged table carts (id uuid primary key);
