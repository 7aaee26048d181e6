--! insert_letter (locale?, redirect_to?, flow_id?)
insert into auth.letters (id, user_id, kind, email, locale, redirect_to, flow_id, details, state, requested_at, changed_at)
values (:id, :user_id, :kind, :email, :locale, :redirect_to, :flow_id, :details, 'waiting', :now, :now);

--! lock_letter : LetterRow(locale?, redirect_to?, flow_id?, display_name?, email_confirmed_at?)
-- In the language that was asked for, else the person's own, else the community's. The person first, then the letter: who
-- makes the links of a person worthless holds the person, so a letter leaves before that, with a link that dies, or not at
-- all.
select l.id, l.user_id, l.kind, l.email, coalesce(l.locale, p.locale, c.locale) as locale, l.redirect_to, l.flow_id,
    l.details, l.state, l.sendings, l.requested_at, u.display_name, u.email_confirmed_at,
    u.deleted_at is null as alive,
    exists (select from auth.credentials k where k.user_id = u.id) as has_password
from auth.letters l
join auth.users u on u.id = l.user_id
left join public.profiles p on p.user_id = u.id
left join public.communities c on c.id = u.community_id
where l.id = :id
for no key update of u
for update of l;

--! save_letter_sending
update auth.letters
set state = 'sending', sendings = sendings + 1, changed_at = :now
where id = :id and state in ('waiting', 'held', 'sending');

--! save_letter_state (error_class?, error?, sent_at?)
-- A late hand changes nothing: since then the letter was sent again, or is at its end.
update auth.letters
set state = :state, error_class = :error_class, error = :error, sent_at = :sent_at, changed_at = :now
where id = :id and sendings = :sendings and state not in ('sent', 'dropped', 'failed');

--! count_letters
select state, count(*) as letters,
    coalesce(greatest(extract(epoch from :now::timestamptz - min(requested_at)), 0), 0)::bigint as oldest_seconds
from auth.letters
where state not in ('sent', 'dropped')
group by state;

--! list_held_letters
select id from auth.letters
where state = 'held'
order by requested_at
limit :rows;

--! save_letter_waiting
update auth.letters set state = 'waiting', changed_at = :now
where id = :id and state = 'held';

--! drop_letters_of
update auth.letters set state = 'dropped', changed_at = :now
where user_id = :user_id and kind = any (:kinds) and state in ('waiting', 'held', 'sending');

--! delete_letters_of
delete from auth.letters where user_id = :user_id;
