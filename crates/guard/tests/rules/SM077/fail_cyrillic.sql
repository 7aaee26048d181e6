create table orders (id uuid primary key, "примечание старшего менеджера по продажам" text);
