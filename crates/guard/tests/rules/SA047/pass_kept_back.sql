create foreign table billing_invoices (id uuid, total bigint) server billing;
