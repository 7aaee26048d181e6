create role reporting login password 'hunter2-hunter2';
