create tabel coupons (id uuid primary key);
