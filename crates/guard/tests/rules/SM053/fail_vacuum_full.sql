-- stoa:no-transaction
vacuum (full, analyze) orders;
