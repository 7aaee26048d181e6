create foreign table billing_invoices (id uuid, total bigint) server billing;
grant select on billing_invoices to authenticated;
