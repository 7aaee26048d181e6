-- stoa:no-transaction
vacuum (analyze) orders;
