# Письма, по-русски.
hello = Здравствуйте!
hello-name = Здравствуйте, { $name }!
days = { $number ->
    [one] { $number } дня
   *[other] { $number } дней
}
hours = { $number ->
    [one] { $number } часа
   *[other] { $number } часов
}
minutes = { $number ->
    [one] { $number } минуты
   *[other] { $number } минут
}
link-life = Ссылка сработает один раз в течение { $span }.
link-fallback = Если кнопка не работает, откройте этот адрес:
code-or = Или введите этот код:
code-only = Введите этот код:
code-place = Введите его там, где запрашивали письмо, или здесь:
code-life = Код действует в течение { $span }. Никто из академии никогда не попросит вас его назвать.
asked-when = Когда и откуда: { $when }, время Алматы
automatic = Это письмо отправлено автоматически: что-то произошло с учётной записью этой академии.

confirm-sign-up-subject = Подтвердите адрес
confirm-sign-up-title = Подтвердите адрес
confirm-sign-up-lead = На этот адрес открыта учётная запись в { $site }. Подтвердите, что адрес ваш, и можно начинать.
confirm-sign-up-action = Подтвердить адрес
confirm-sign-up-otherwise = Вы не регистрировались? Ничего не делайте: без подтверждения учётной записью никто не сможет пользоваться.

magic-link-subject = Ссылка для входа
magic-link-title = Вход в { $site }
magic-link-lead = Кто-то запросил ссылку для входа в вашу учётную запись. Кнопка впустит вас без пароля.
magic-link-action = Войти
magic-link-otherwise = Это были не вы? Ничего не делайте и никому не передавайте ссылку и код. Пока это письмо читаете только вы, учётная запись в безопасности.

recovery-subject = Новый пароль
recovery-title = Задайте новый пароль
recovery-lead = Кто-то запросил новый пароль для вашей учётной записи в { $site }. Кнопка приведёт вас к нему.
recovery-action = Задать новый пароль
recovery-otherwise = Это были не вы? Ничего не делайте: пароль останется прежним. Никому не передавайте ссылку и код.

invite-subject = Вас приглашают в { $site }
invite-title = Вас приглашают
invite-lead = Для вас готова учётная запись в { $site }. Задайте пароль — и вы внутри.
invite-lead-by = { $inviter } приглашает вас в { $site }. Учётная запись готова: задайте пароль — и вы внутри.
invite-action = Принять приглашение
invite-otherwise = Не понимаете, о чём речь? Ничего не делайте: без пароля учётной записью никто не сможет пользоваться.

email-change-current-subject = Запрошена смена адреса
email-change-current-title = Смена вашего адреса
email-change-current-lead = Кто-то, кто вошёл в вашу учётную запись в { $site }, хочет заменить этот адрес на { $new-email }. Это произойдёт, только если вы согласитесь здесь и подтвердите новый адрес там.
email-change-current-action = Согласиться на смену
email-change-current-otherwise = Это были не вы? Не соглашайтесь и сразу смените пароль: кто-то вошёл в вашу учётную запись.

email-change-new-subject = Подтвердите новый адрес
email-change-new-title = Подтвердите новый адрес
email-change-new-lead = Этот адрес станет адресом учётной записи в { $site }. Подтвердите, что он ваш.
email-change-new-action = Подтвердить адрес
email-change-new-otherwise = Ничего об этом не знаете? Ничего не делайте: без подтверждения адрес не будет использован.

reauthentication-subject = Ваш код
reauthentication-title = Это всё ещё вы?
reauthentication-lead = Кто-то, кто вошёл в вашу учётную запись в { $site }, хочет изменить нечто важное. Этот код подтверждает, что это вы.
reauthentication-otherwise = Это были не вы? Никому не называйте код и сразу смените пароль: кто-то вошёл в вашу учётную запись.

already-registered-subject = У вас уже есть учётная запись
already-registered-title = У вас уже есть учётная запись
already-registered-lead = Кто-то попытался зарегистрироваться в { $site } с этим адресом. Учётная запись уже есть: войдите с паролем или выберите «Забыли пароль?» на странице входа.
already-registered-action = Перейти ко входу
already-registered-otherwise = Это были не вы? Ничего не делайте: ничего не изменилось, и тот, кто пытался, ничего о вашей учётной записи не узнал.

password-changed-subject = Пароль изменён
password-changed-title = Пароль изменён
password-changed-lead = У вашей учётной записи в { $site } теперь другой пароль. На всех остальных устройствах выполнен выход.
password-changed-action = Перейти ко входу
password-changed-otherwise = Это были не вы? Сразу выберите «Забыли пароль?» на странице входа, задайте новый и напишите в академию.

email-changed-subject = Адрес изменён
email-changed-title = Адрес изменён
email-changed-lead = У вашей учётной записи в { $site } теперь адрес { $new-email }. Это последнее письмо на прежний адрес.
email-changed-action = Перейти ко входу
email-changed-otherwise = Это были не вы? Сразу напишите в академию: вашей учётной записью завладел кто-то другой.

factor-added-subject = Двухэтапный вход включён
factor-added-title = Добавлен второй этап входа
factor-added-lead = Теперь для входа в вашу учётную запись в { $site } нужен ещё и код из приложения.
factor-added-action = Перейти ко входу
factor-added-otherwise = Это были не вы? Сразу смените пароль и напишите в академию: кто-то вошёл в вашу учётную запись.

factor-removed-subject = Двухэтапный вход изменён
factor-removed-title = Второй этап входа убран
factor-removed-lead = Приложение с кодами отвязано от вашей учётной записи в { $site }.
factor-removed-action = Перейти ко входу
factor-removed-otherwise = Это были не вы? Сразу смените пароль и напишите в академию: учётная запись теперь защищена слабее.

new-device-subject = Вход с нового устройства
new-device-title = Новый вход
new-device-lead = Вашей учётной записью в { $site } пользуются с устройства или из места, которых раньше не было. Когда и откуда — указано ниже.
new-device-action = Перейти ко входу
new-device-otherwise = Это были не вы? Сразу смените пароль: так вы выйдете на всех устройствах.

identity-linked-subject = Новый способ входа
identity-linked-title = Добавлен способ входа
identity-linked-lead = Теперь в вашу учётную запись в { $site } можно войти через { $account }.
identity-linked-action = Перейти ко входу
identity-linked-otherwise = Это были не вы? Сразу войдите, уберите этот способ входа, смените пароль и напишите в академию.

identity-unlinked-subject = Способ входа убран
identity-unlinked-title = Способ входа убран
identity-unlinked-lead = Через { $account } больше нельзя войти в вашу учётную запись в { $site }.
identity-unlinked-action = Перейти ко входу
identity-unlinked-otherwise = Это были не вы? Сразу смените пароль и напишите в академию: кто-то вошёл в вашу учётную запись.

recovery-codes-made-subject = Новые запасные коды
recovery-codes-made-title = Созданы новые запасные коды
recovery-codes-made-lead = У вашей учётной записи в { $site } теперь новые запасные коды. Прежние больше не действуют.
recovery-codes-made-action = Перейти ко входу
recovery-codes-made-otherwise = Это были не вы? Сразу смените пароль и напишите в академию: кто-то может обойти второй этап входа.

recovery-code-used-subject = Использован запасной код
recovery-code-used-title = Использован запасной код
recovery-code-used-lead = В вашу учётную запись в { $site } вошли с запасным кодом вместо приложения. Этот код больше не действует.
recovery-code-used-action = Перейти ко входу
recovery-code-used-otherwise = Это были не вы? Сразу смените пароль, создайте новые запасные коды и напишите в академию.
