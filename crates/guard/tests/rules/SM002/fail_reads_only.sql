set lock_timeout = '3s';
select count(*) from orders;
