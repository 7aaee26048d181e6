create table orders (id uuid primary key, account_id uuid not null);
create index orders_by_account_and_state_and_created_at_for_the_monthly_report_idx on orders (account_id);
