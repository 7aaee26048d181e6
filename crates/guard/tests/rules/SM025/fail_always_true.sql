delete from sessions where true;
