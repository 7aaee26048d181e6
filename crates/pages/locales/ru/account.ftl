# Своя учётная запись: пароль, второй шаг, сеансы, удаление.

forgot-title = Забыли пароль?
forgot-text = Напишите почту, с которой входите, и мы пришлём на неё ссылку.
forgot-do = Прислать ссылку
forgot-sent = Если адрес { $email } у нас есть, письмо со ссылкой уже в пути.
forgot-advice-spam = Загляните и в папку «Спам».
forgot-advice-hour = Ссылка действует час и только один раз.
forgot-advice-other = Письма нет? Возможно, вы входили с другой почтой.
forgot-again = Указать другую почту
forgot-link = Забыли пароль?
account-title = Ваша учётная запись
account-safety = Безопасность
account-password = Сменить пароль
account-password-first = Задать пароль
account-email-waits = Мы написали на { $email }. Новая почта начнёт действовать, когда вы подтвердите оба письма.
account-email-new = Новая почта
account-email-hint = Письма придут на оба адреса, подтвердить нужно оба.
account-email-do = Сменить почту
account-data = Ваши данные
account-data-text = Всё, что мы о вас знаем: учётная запись, курсы, успехи и сеансы, одним файлом.
account-export = Скачать данные
account-delete = Удалить учётную запись
account-delete-text = Имя, почта и успехи будут стёрты. Вернуть их нельзя.
account-delete-open = Хочу удалить учётную запись
account-delete-type = Напишите { $email }, чтобы подтвердить
account-delete-do = Удалить навсегда
account-delete-confirm = Удалить учётную запись навсегда?
password-title = Пароль
password-text = После смены пароля остальные сеансы закончатся, этот останется.
password-current = Нынешний пароль
sessions-title = Где вы вошли
sessions-text = Не узнаёте какой-то сеанс? Завершите его и смените пароль.
sessions-count =
    { $n ->
        [one] { $n } сеанс
        [few] { $n } сеанса
       *[many] { $n } сеансов
    }
session-seen = Последний раз
session-end = Завершить
session-agent-unknown = Неизвестная программа
sessions-end-others = Завершить остальные
sessions-end-confirm = Завершить все сеансы, кроме этого?
factor-title = Второй шаг
factor-on = Включён
factor-off = Выключен
factor-text = Со вторым шагом украденного пароля мало: при входе понадобится ещё и код из приложения на телефоне.
factor-begin = Настроить
factor-step-app = Установите на телефон приложение для кодов.
factor-step-scan = Наведите его на картинку.
factor-step-code = Введите шесть цифр, которые оно покажет.
factor-qr = Секрет в виде картинки для камеры приложения
factor-secret = Нет камеры? Введите это в приложение
factor-code = Код
factor-code-hint = Шесть цифр, меняются каждые полминуты.
factor-confirm = Подтвердить
factor-is-on = Второй шаг включён.
factor-codes = Запасные коды
factor-codes-text = Сохраните их там, где найдёте без телефона. Каждый сработает один раз. Больше мы их не покажем.
factor-codes-kept = Коды сохранены
factor-since = Действует с
factor-remove = Убрать
factor-remove-confirm = Убрать второй шаг? Тогда для входа хватит пароля.
factor-codes-left =
    { $n ->
        [0] Запасных кодов не осталось. Создайте новые.
        [one] Остался { $n } запасной код.
        [few] Осталось { $n } запасных кода.
       *[many] Осталось { $n } запасных кодов.
    }
factor-codes-new = Новые запасные коды
factor-codes-confirm = Создать новые коды? Старые перестанут действовать.
challenge-title = Второй шаг
challenge-text = Пароль подошёл. Теперь код из приложения.
challenge-hint = Шесть цифр из приложения или один из запасных кодов.
challenge-other = Войти под другим именем
challenge-help = Нет ни телефона, ни кодов? Напишите нам: убедимся, что это вы, и снимем второй шаг.
