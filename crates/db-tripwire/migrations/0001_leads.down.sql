drop table amocrm_mapping;
drop table intake_keys;
drop table delivery_attempts;
drop table deliveries;
drop table leads;
drop table lead_sources;
