# The sales desk.

desk-title = Продажи экспресс-курса
desk-own = Ваши покупатели
desk-team = Покупатели вашей команды
desk-jump = На этой странице
desk-buyers = Покупатели
desk-new = Новый покупатель
desk-leads = Последние заявки
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
stat-of-invited = из { $invited } приглашённых
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
step-letter = Письмо
step-done = готово
step-next = в работе
step-failed = не удалось
step-later = ещё впереди
account-existed = аккаунт был раньше
new-buyer-text = Аккаунт и курс откроются сами, вам останется передать ссылку. Пароль покупатель придумает сам.
new-buyer-email-hint = Это логин покупателя.
new-buyer-price-hint = Сколько заплачено, целое число тенге.
new-buyer-do = Создать покупателя
invite-ready = Приглашение готово: { $name }
invite-once = Ссылка видна только сейчас, передайте её сами. Она для { $email }, действует до { $time }.
invite-link = Ссылка-приглашение
invite-renew = Создать новое приглашение
invite-renew-text = Прежняя ссылка сразу перестанет действовать.
invite-confirm = Прежняя ссылка перестанет действовать. Создать новую?
buyer-facts = О покупателе
buyer-created = Создан
buyer-first-login = Первый вход
buyer-invited = Приглашение отправлено:
buyer-lead = Заявка
leads-none = Заявок пока нет. Они появятся здесь, как только кто-то заполнит форму.
leads-none-action = Открыть страницу экспресс-курса
lead-quarantined = На проверке
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
