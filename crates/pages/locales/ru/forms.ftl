# Labels of inputs, and what is wrong with what was typed.

label-email = Электронная почта
label-password = Пароль
label-name = Имя
label-your-name = Как вас зовут
label-phone = Телефон
label-price = Цена, ₸
label-locale = Язык страниц
label-zone = Часовой пояс
faults-title =
    { $n ->
        [one] Исправьте { $n } поле
        [few] Исправьте { $n } поля
       *[other] Исправьте { $n } полей
    }
fault-required = Заполните это поле.
fault-too-long = Слишком длинно: сократите текст.
fault-name-required = Напишите имя.
fault-name-invalid = В имени есть недопустимые символы.
fault-phone-required = Напишите номер телефона.
fault-phone-invalid = Такого номера нет. Пример: +7 700 123 45 67.
fault-email-required = Напишите адрес электронной почты.
fault-email-invalid = Проверьте адрес почты. Пример: name@mail.kz.
fault-password-required = Введите пароль.
fault-password-too-short = Пароль короче восьми символов.
fault-password-too-long = Пароль длиннее 128 символов.
fault-password-like-address = Пароль слишком похож на адрес почты.
fault-password-invalid = Этот пароль не подойдёт, придумайте другой.
fault-price-required = Укажите цену.
fault-price-invalid = Цена — целое число тенге, например 5000.
fault-locale-invalid = Выберите язык из списка.
fault-zone-invalid = Выберите часовой пояс из списка.
fault-payment-method-invalid = Выберите способ оплаты из списка.
fault-consent-required = Без согласия мы не можем взять ваши данные.
fault-consent-invalid = Поставьте отметку о согласии ещё раз.
fault-form-stale = Страница устарела: обновите её и отправьте форму ещё раз.
fault-buyer-duplicate = Покупатель с такой почтой уже есть.
fault-password-wrong = Это не нынешний пароль.
fault-password-same = Новый пароль совпадает со старым, выберите другой.
fault-password-known = Этот пароль есть в списках украденных, выберите другой.
fault-letter-code = Код неверный, уже использован или устарел. Если нужно, запросите новое письмо.
fault-mail-off = Отсюда пока нельзя отправить письмо, поэтому сменить адрес не получится. Напишите в академию.
fault-factors-many = Вы начинали слишком часто. Подождите пять минут и начните снова или уберите ненужное приложение.
fault-code-wrong = Код неверный или уже использован. Дождитесь следующего.
fault-confirm-mismatch = Почта не совпадает.
fault-address-taken = Эта почта занята другой учётной записью.
fault-email-same = Это и есть ваша почта.
fault-code-locked = Слишком много неверных кодов. Подождите минуту.
fault-mail-limited = Письмо на этот адрес только что запрашивали. Поищите его или повторите через несколько минут.
fault-sign-in-again = Вы вошли больше суток назад. Выйдите, запросите ссылку через «Забыли пароль?» и задайте пароль по ней.
fault-last-admin = Вы единственный администратор: сначала передайте роль другому.
fault-person-unknown = Такого адреса ни у кого нет.
fault-lead-role = Этому человеку нужна роль «Руководитель продаж».
fault-member-role = Этому человеку нужна роль «Менеджер продаж».
fault-own-team = Руководитель не входит в собственную команду.
