# The frame of every page: menu, footer, roles, small words that many pages use.

skip = Перейти к содержанию
demo-note = Это демонстрация: учебные данные, сообщения никуда не уходят.
demo-note-sending = Это демонстрация на учебных данных. Осторожно: в настройках указана настоящая служба, и сообщения в неё уходят.
contacts-none = Спросите того, кто открыл вам доступ или продал курс: других контактов здесь пока нет.
porch-line = Стоа — крытая колоннада, под которой учились.
nav-main = Основное меню
nav-language = Язык
nav-dashboard = Панель
nav-desk = Продажи
nav-lessons = Уроки
nav-outbox = Исходящие
nav-status = Состояние
nav-docs = API
nav-landing = Экспресс-курс
sign-in = Войти
sign-out = Выйти
save = Сохранить
copy = Скопировать
copied = Скопировано
optional = необязательно
never = ещё не было
me = это вы
try-again = Попробовать снова
request-id = Номер запроса
as-of = По состоянию на
pages = Страницы списка
first-page = К началу списка
next-page = Следующая страница
panel-failed = Эта часть страницы сейчас не открылась.
panel-last-good = В последний раз она была в порядке: { $time }.
needs-a-hand = нужна помощь
minutes =
    { $n ->
        [one] { $n } минута
        [few] { $n } минуты
       *[other] { $n } минут
    }
role-student = Студент
role-sales-manager = Менеджер продаж
role-sales-lead = Руководитель продаж
role-traffic = Команда трафика
role-author = Автор
role-reviewer = Редактор
role-admin = Администратор
flash-profile-saved = Профиль сохранён.
flash-lesson-done = Урок пройден. Так держать!
flash-lesson-undone = Отметка снята: урок снова в работе.
flash-course-done = Это был последний урок курса. Поздравляем!
flash-buyer-created = Покупатель создан.
flash-invite-renewed = Готово новое приглашение.
flash-password-set = Пароль сохранён, вы вошли.
flash-already-signed-in = Вы уже вошли.
flash-password-changed = Пароль изменён, остальные сеансы завершены.
flash-email-asked = Мы написали на оба адреса. Новый начнёт действовать, когда вы подтвердите оба.
flash-session-ended = Завершено.
flash-factor-removed = Второй шаг выключен.
flash-roles-saved = Роли сохранены.
flash-person-banned = Учётная запись закрыта.
flash-person-unbanned = Учётная запись снова открыта.
flash-sessions-ended = Сеансы завершены.
flash-address-confirmed = Почта подтверждена. Добро пожаловать!
flash-address-changed = Почта изменена. Теперь входите с новой.
flash-address-half = Согласие принято. Теперь откройте письмо на другом адресе.
flash-account-ready = Аккаунт готов, курс открыт.
flash-retry-failed = И в этот раз не получилось, причина ниже.
flash-lead-released = Заявка идёт в чат и в amoCRM.
flash-lead-kept = Заявка не пропущена, но её ещё можно пропустить.
flash-lead-settled = Эту заявку уже разобрал коллега.
flash-team-changed = Команда изменена.
