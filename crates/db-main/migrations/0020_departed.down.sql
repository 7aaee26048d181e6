drop table auth.departed;
