alter table orders rename column total to total_minor;
