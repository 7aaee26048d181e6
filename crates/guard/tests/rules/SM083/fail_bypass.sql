alter role app bypassrls;
