copy orders from program 'curl https://example.org/orders.csv';
