-- object: rule_unlimited
do $$ begin
    create role rule_unlimited login;
exception when duplicate_object or unique_violation then null;
end $$;
