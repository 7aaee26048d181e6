# Люди и что происходило с их учётными записями, для администраторов.

people-title = Люди
people-count =
    { $n ->
        [one] { $n } человек
        [few] { $n } человека
       *[many] { $n } человек
    }
person-active-text = Пароль уже есть. Кто его забыл, запрашивает ссылку на странице входа.
person-active-no-mail = Пароль уже есть. Этот сайт не отправляет писем: для того, кто забыл пароль, создайте ссылку и передайте её сами.
reset-link-make = Создать ссылку для нового пароля
reset-link-ready = Ссылка для нового пароля готова: { $name }
reset-link-once = Она показана только сейчас и сработает один раз, до { $time }. Убедитесь, кто её просит: открывший ссылку войдёт в учётную запись { $email }, а все остальные сеансы завершатся.
reset-link = Ссылка для нового пароля
people-search = Имя или почта
people-role = Роль
people-none = Таких нет.
people-person = Человек
people-since = С нами с
people-seen = Последний вход
person-active = Действует
person-invited = Приглашён
person-unconfirmed = Не подтверждена
person-anonymous = Без почты
person-banned = Закрыта
person-deleted = Удалена
person-banned-until = до { $time }
person-id = Номер
person-roles-own = Роль администратора у самого себя не снимают.
person-no-sessions = Нигде не вошёл.
person-sessions = Сеансы
person-sessions-end = Завершить все сеансы
person-factor-remove = Снять второй шаг
ban-title = Закрыть учётную запись
ban-text = Все сеансы закончатся сразу, и войти не получится, пока срок не выйдет.
ban-own = Свою учётную запись закрыть нельзя.
ban-for = На какой срок
ban-day = на сутки
ban-week = на неделю
ban-month = на месяц
ban-ever = навсегда
ban-do = Закрыть
ban-lift = Открыть снова
ban-lift-text = Учётная запись закрыта. Если открыть её, человек сможет входить как раньше.
audit-title = Что происходило
audit-person = Человек: почта или номер
audit-side = Кто он здесь
audit-side-subject = чья это запись
audit-side-actor = кто это сделал
audit-network = Сеть или адрес
audit-request = Запрос
audit-session = Сеанс
audit-unread = Не удалось прочитать, список этим не сужен:
audit-action = Вид
audit-actor = Кто
audit-system = сама платформа
audit-service = сервер со служебным ключом
audit-visitor = кто-то неизвестный
audit-subject = Чья запись
audit-details = Подробности
audit-none = Пока ничего.
audit-all = Всё об этой записи
