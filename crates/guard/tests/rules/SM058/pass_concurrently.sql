refresh materialized view concurrently order_figures;
