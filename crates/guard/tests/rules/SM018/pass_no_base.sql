alter table somewhere_else add column note text;
