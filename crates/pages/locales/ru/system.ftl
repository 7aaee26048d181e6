# System health, alerts, jobs, schemas.

system-title = Состояние системы
system-events = Последние события
mode-title = Как выполняется работа
mode-async-text = Принятую работу берут из очереди обработчики.
mode-direct-text = Принятую работу сразу выполняет тот же процесс; обработчики лишь исправляют неудачи.
mode-since = С
mode-cache = Ответы из памяти
mode-reason = Почему
mode-reason-hint = Это прочитает каждый администратор, в том числе в чате.
mode-confirm = Для подтверждения введите { $mode }
mode-switch = Переключить на { $mode }
queues-title = Очереди
queue-ready = Готовы
queue-oldest = Старейшая ждёт, с
queue-waiting = Позже
queue-running = Выполняются
queue-dead = Остановлены
alerts-title = Оповещения
alerts-all = Все оповещения
alerts-when = Когда
alerts-level = Уровень
alerts-message = Сообщение
alerts-told = Сообщено
alerts-not-yet = ещё нет
alerts-none = Событий не было.
jobs-title = Задачи
jobs-database = База
jobs-state = Состояние
job-ready = Ждёт
job-running = Выполняется
job-done = Выполнена
job-dead = Не удалась
job-cancelled = Отложена навсегда
jobs-kind = Вид
jobs-reason = Причина
jobs-none = Таких задач нет.
jobs-job = Задача
jobs-attempts = Попытки
jobs-no-attempts = Её ещё не начинали.
jobs-turn = Её черёд
jobs-mode = Способ
jobs-since = Создана
jobs-ended = Завершена
jobs-payload = Что ей передано
jobs-retry = Выполнить сейчас
jobs-cancel = Отложить навсегда
jobs-redrive = Начать все эти задачи заново
jobs-pause-title = Остановить вид задач
jobs-pause-text = Новые задачи этого вида не начинаются, начатые продолжаются. Ничего не теряется.
jobs-pause = Остановить
jobs-paused = — остановлено с
jobs-resume = Продолжить
flash-mode-changed = Режим изменён. Администраторы оповещены.
flash-mode-same = Режим уже был таким.
flash-job-retried = Задача начинается заново.
flash-job-cancelled = Задача отложена навсегда.
flash-job-refused = Ничего не сделано: состояние задачи уже другое.
flash-jobs-redriven = Задачи начинаются заново.
flash-kind-paused = Вид задач остановлен.
flash-kind-resumed = Вид задач снова выполняется.
door-system = Части системы, очереди и режим работы
fault-mode-confirmation = Введите название режима буква в букву.
fault-reason = Напишите причину: от 3 до 300 знаков.
schema-title = Схемы баз данных
schema-text = Что представляет собой каждая база в сравнении с тем, что делают миграции, и кто куда имеет доступ.
schema-version = Версия { $set }
schema-pending = { $n ->
    [one] Ждёт { $n } миграция
    [few] Ждут { $n } миграции
   *[other] Ждут { $n } миграций
}
schema-pending-help = Их выполнит ближайший запуск, у которого есть вход владельца:
schema-unfinished = началась и не закончилась. Доведите её до конца:
schema-fingerprint = Отпечаток
schema-drift = Изменено вручную
schema-drift-none = Ничего: всё так, как оставила последняя миграция.
schema-drift-help = Отмените это или внесите в миграцию. Файлы предложит команда:
schema-seen-at = Осмотрено
schema-no-login = Этот процесс работает без входа владельца и знает только версии. Для всего остального дайте ему:
schema-failed-help = Как только база ответит, ответит и эта страница. Состояние частей:
schema-audit = Доступ и порядок
schema-audit-none = Исправлять нечего: никто не попадает туда, куда не должен, и всё в порядке.
schema-audit-help = Первая команда пишет исправляющие миграции, вторая объясняет правило:
schema-audit-known = { $n ->
    [one] { $n } замечание известно и так задумано.
    [few] { $n } замечания известны и так задуманы.
   *[other] { $n } замечаний известны и так задуманы.
}
schema-audit-notes = { $n ->
    [one] { $n } заметка
    [few] { $n } заметки
   *[other] { $n } заметок
}
schema-runs = Последние выполнения
schema-runs-none = Здесь ещё не выполнялась ни одна миграция. Их выполнит ближайший запуск, если у него есть:
schema-migration = Миграция
schema-took = Длилось, мс
schema-by = Кто
schema-rule = Правило
schema-what = Что не так и что делать
schema-reach = Доступно для
schema-run-applied = выполнена
schema-run-running = не закончена
schema-run-failed = не удалась, следов нет
schema-run-reverted = отменена
schema-run-stamped = записана по доказательству
schema-in-order = в порядке
schema-behind = отстаёт
schema-look-at-it = требует внимания
schema-unseen = не осмотрена
schema-version-only = только версии
