create role boss with superuser login;
