) q left join lateral (
    -- Whoever reads of a wall wants to know who stands before it: rules that do not say so themselves are completed.
    select coalesce(h.words, 'reachable by nobody') as words
    from rel r left join reach h on h.oid = r.oid
    where q.rule < 'SA060' and q.message !~ 'reachable by' and (q.object = r.name or starts_with(q.object, r.name || '.'))
    order by length(r.name) desc limit 1
) w on true
order by 1, 3
