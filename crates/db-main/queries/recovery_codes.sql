--! find_recovery_set
select s.id, s.friendly_name,
    (select count(*) from auth.recovery_codes c where c.set_id = s.id) as total,
    (select count(*) from auth.recovery_codes c where c.set_id = s.id and c.used_at is null) as remaining
from auth.recovery_sets s
where s.user_id = :user_id;

--! lock_recovery_set : (locked_until?)
select s.id, s.friendly_name, s.wrong_tries, s.locked_until
from auth.recovery_sets s
where s.user_id = :user_id
for update;

--! insert_recovery_set
insert into auth.recovery_sets (id, user_id, friendly_name, wrong_tries, created_at, updated_at)
values (:id, :user_id, :friendly_name, 0, :now, :now);

--! insert_recovery_codes
insert into auth.recovery_codes (id, set_id, code_sha256)
select unnest(:ids::uuid[]), :set_id, unnest(:hashes::bytea[]);

--! delete_recovery_codes
delete from auth.recovery_codes where set_id = :set_id;

--! delete_recovery_set
delete from auth.recovery_sets where user_id = :user_id returning id;

--! save_recovery_code_used
update auth.recovery_codes set used_at = :now
where set_id = :set_id and code_sha256 = :code_sha256 and used_at is null;

--! save_recovery_tries (locked_until?)
update auth.recovery_sets set wrong_tries = :wrong_tries, locked_until = :locked_until, updated_at = :now
where id = :id;
