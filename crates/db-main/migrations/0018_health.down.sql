drop table public.system_health_logs;
drop table public.system_config;
drop function public.hint_config();
