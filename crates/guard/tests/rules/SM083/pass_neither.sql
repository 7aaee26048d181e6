create role app nologin nosuperuser nobypassrls;
grant app to authenticator;
