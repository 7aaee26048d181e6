-- object: rule_limited
do $$ begin
    create role rule_limited login connection limit 10 valid until '2030-01-01';
exception when duplicate_object or unique_violation then null;
end $$;
