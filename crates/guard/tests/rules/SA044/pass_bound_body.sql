create function add_up(a bigint, b bigint) returns bigint language sql immutable return a + b;
