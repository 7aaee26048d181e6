
select q.rule, q.level, q.object, q.message || coalesce('; ' || w.words, '') as message from (
