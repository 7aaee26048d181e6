-- A person's language is empty until somebody chose it: until then a page speaks as the browser asks, and a letter as the
-- community does. Rows that are here say a language, and keep it: nobody knows any more whether it was chosen.
alter table public.profiles alter column locale drop not null;
