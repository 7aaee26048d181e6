refresh materialized view order_figures;
