# The sales desk.

desk-title = Продажи экспресс-курса
desk-own = Ваши покупатели
desk-team = Покупатели вашей команды
desk-jump = На этой странице
desk-buyers = Покупатели
desk-new = Новый покупатель
desk-leads = Последние заявки
stuck-title = Заявки, которым нужны вы
stuck-text = Здесь они в сохранности, но дошли не всюду. Под каждой написано, что делать.
stuck-more = Более ранние
desk-stats = Показатели
desk-period = Период
desk-period-today = Сегодня
desk-period-week = 7 дней
desk-period-month = 30 дней
desk-period-all = Всё время
desk-sort = Порядок
desk-sort-created = сначала новые
desk-sort-name = по имени
desk-sort-activity = по активности
stat-revenue = Выручка
stat-buyers = Покупатели
stat-active = Учатся
stat-completed = Прошли курс
stat-opened = Вошли
stat-of-buyers = из { $total }
stat-idle = Не занимаются
stat-blocked = доступ закрыт: { $blocked }
chart-title = Новые покупатели по дням
chart-table = Показать таблицей
chart-as-table = Те же числа ниже в таблице.
chart-empty = График появится после первой продажи.
managers-title = Менеджеры
col-day = День
col-new-buyers = Покупатели
col-buyer = Покупатель
col-status = Статус
col-account = Доступ
col-modules = Модули
col-price = Цена
col-manager = Менеджер
col-seen = Активность
modules-of = { $done } из 3
buyer-active = Учится
buyer-inactive = Не занимается
buyer-completed = Курс пройден
buyer-blocked = Доступ закрыт
buyers-found =
    { $n ->
        [one] Найден { $n } покупатель
        [few] Найдено { $n } покупателя
       *[other] Найдено { $n } покупателей
    }
buyers-none = Покупателей пока нет: создайте первого.
buyers-none-found = Под этот отбор никто не подходит.
filter-search = Имя, почта или телефон
filter-status = Статус
filter-manager = Менеджер
filter-from = С даты
filter-to = По дату
filter-any = любой
filter-apply = Показать
filter-clear = Сбросить отбор
step-account = Аккаунт
step-enrolment = Курс
step-link = Ссылка
step-done = готово
step-next = в работе
step-failed = не удалось
step-later = ещё впереди
account-existed = аккаунт был раньше
new-buyer-text = Аккаунт и курс откроются сами, вам останется передать ссылку. Пароль покупатель придумает сам.
new-buyer-email-hint = Это логин покупателя.
new-buyer-price-hint = Сколько заплачено, целое число тенге.
new-buyer-do = Создать покупателя
new-buyer-existing = Открыть покупателя с этим адресом
invite-ready = Приглашение готово: { $name }
invite-once = Ссылка видна только сейчас, передайте её сами. Она для { $email }, действует до { $time }.
invite-link = Ссылка-приглашение
invite-renew = Создать новое приглашение
invite-renew-text = Прежние ссылки действуют, пока одну из них не используют.
buyer-facts = О покупателе
buyer-created = Создан
buyer-first-login = Первый вход
buyer-invited = Приглашение создано:
buyer-lead = Заявка
story-title = Что произошло
story-accepted = Принята и сохранена
story-reviewed = Её посмотрел сотрудник
story-failed = вызов { $number } не удался
story-unknown = вызов { $number }: ответа не было, возможно, дошло
story-comment = Что написал посетитель
leads-none = Заявок пока нет. Они появятся здесь, как только кто-то заполнит форму.
leads-none-action = Открыть страницу экспресс-курса
lead-quarantined = На проверке
lead-kept = Не пропущена
held-title = Заявки на проверке
held-text = Похоже, что их отправила программа, или из одной сети пришло слишком много. В чат и в amoCRM о них ничего не ушло. Живых людей пропустите, остальное оставьте: ничего не удаляется.
held-waiting = Ждут проверки
held-kept = Не пропущены
held-count =
    { $n ->
        [one] { $n } заявка ждёт проверки.
        [few] { $n } заявки ждут проверки.
       *[other] { $n } заявок ждут проверки.
    }
held-open = Проверить
held-none = Проверять нечего.
held-kept-none = Непропущенных заявок нет.
held-release = Пропустить
held-keep = Не пропускать
held-reason-trap = Заполнено поле, которого люди не видят.
held-reason-too-fast = Отправлено быстрее, чем человек успевает набрать.
held-reason-too-old = Отправлено со страницы, открытой слишком давно, или с неверным временем.
held-reason-over-limit = Из одной сети пришло слишком много заявок.
held-reason-other = Выглядит подозрительно.
delivery-unknown-text = Отправлено, но ответа не было. Сделку в amoCRM мы ищем сами, это минуты. Сообщение в чате посмотрите сами; администратор закроет вопрос по коду заявки.
delivery-dead-text = Не дошло, новых попыток не будет. Позвоните человеку и назовите администратору код заявки.
delivery-blocked-text = Ждёт, пока администратор наладит подключение, потом уйдёт само.
retry-text = Аккаунт создать не удалось. Ничего не потеряно: что сделано, то остаётся.
failure-person-taken = этот человек уже покупатель, под другим адресом.
failure-address-unproved = запись с этим адресом уже есть, но никто ещё не подтвердил, что адрес его. Попросите покупателя нажать на странице входа «Забыли пароль?» и открыть письмо: через несколько минут курс появится сам.
failure-course = курса нет на месте. Сообщите администратору, потом попробуйте ещё раз.
failure-exhausted = несколько попыток не удались. Попробуйте ещё раз; если снова не выйдет, сообщите администратору.
failure-other = что-то пошло не так. Попробуйте ещё раз или сообщите администратору.
lead-repeat = Повторная заявка, первая: { $code }
attempts =
    { $n ->
        [one] { $n } попытка
        [few] { $n } попытки
       *[other] { $n } попыток
    }
sink-telegram = Telegram
sink-crm = amoCRM
sink-mail = Почта
delivery-pending = ждёт
delivery-sending = отправляется
delivery-done = доставлено
delivery-retry = повторим
delivery-unknown = исход неизвестен
delivery-blocked = задержано
delivery-dead = не доставлено
delivery-next = Следующая попытка
release-text = Сама она больше не отправится. Проверьте получателя и выполните на сервере:
release-done = если дошло:
release-resend = если не дошло:
payment-kaspi = Kaspi
payment-kaspi-red = Kaspi Red
payment-card = Банковская карта
payment-installment = Рассрочка
payment-cash = Наличные
payment-invoice = Счёт для компании
payment-manager = Через менеджера
payment-open = Способ оплаты не выбран
team-title = Команды продаж
team-text = Руководитель продаж видит покупателей и показатели менеджеров своей команды.
team-none = Команд пока нет.
team-lead = Почта руководителя
team-member = Почта менеджера
team-add = Добавить в команду
team-remove = Убрать
