insert into countries (code, name) values ('KZ', 'Kazakhstan');
