drop function ops.take_limit(bigint, text[], bigint[], bigint[], text[], bigint[]);
drop table ops.limiter;
