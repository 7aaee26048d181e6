with gone as (delete from sessions returning id) insert into archive select id from gone;
