# Өз тіркелгісі: құпиясөз, екінші қадам, сеанстар, жою.

forgot-title = Құпиясөзді ұмыттыңыз ба?
forgot-text = Кіретін поштаңызды жазыңыз, біз оған сілтеме жібереміз.
forgot-do = Сілтеме жіберу
forgot-sent = Егер { $email } бізде болса, сілтемесі бар хат жолға шықты.
forgot-advice-spam = «Спам» қалтасын да қараңыз.
forgot-advice-hour = Сілтеме бір сағат жарамды және бір рет қана істейді.
forgot-advice-other = Хат жоқ па? Мүмкін, басқа поштамен кіретін боларсыз.
forgot-again = Басқа пошта көрсету
forgot-link = Құпиясөзді ұмыттыңыз ба?
account-title = Тіркелгіңіз
account-safety = Қауіпсіздік
account-password = Құпиясөзді ауыстыру
account-password-first = Құпиясөз қою
account-email-waits = { $email } поштасына хат жаздық. Екі хатты да растаған соң жаңа пошта іске қосылады.
account-email-new = Жаңа пошта
account-email-hint = Хат екі поштаға да келеді, екеуін де растау керек.
account-email-do = Поштаны ауыстыру
account-data = Деректеріңіз
account-data-text = Сіз туралы білетініміздің бәрі: тіркелгі, курстар, жетістіктер мен сеанстар бір файлда.
account-export = Деректерді жүктеп алу
account-delete = Тіркелгіні жою
account-delete-text = Атыңыз, поштаңыз және жетістіктеріңіз өшіріледі. Оларды қайтару мүмкін емес.
account-delete-open = Тіркелгімді жойғым келеді
account-delete-type = Растау үшін { $email } деп жазыңыз
account-delete-do = Біржола жою
account-delete-confirm = Тіркелгіні біржола жоясыз ба?
password-title = Құпиясөз
password-text = Құпиясөз ауысқанда басқа сеанстар аяқталады, осы сеанс қалады.
password-current = Қазіргі құпиясөз
sessions-title = Қай жерде кіргенсіз
sessions-text = Танымайтын сеанс бар ма? Оны аяқтап, құпиясөзді ауыстырыңыз.
sessions-count =
    { $n ->
        [one] { $n } сеанс
       *[other] { $n } сеанс
    }
session-seen = Соңғы рет
session-end = Аяқтау
session-agent-unknown = Белгісіз бағдарлама
sessions-end-others = Қалғандарын аяқтау
sessions-end-confirm = Осыдан басқа барлық сеансты аяқтайсыз ба?
factor-title = Екінші қадам
factor-on = Қосулы
factor-off = Өшірулі
factor-text = Екінші қадаммен ұрланған құпиясөздің өзі жеткіліксіз: кіргенде телефондағы қолданбаның коды да керек болады.
factor-begin = Баптау
factor-step-app = Телефонға код беретін қолданба орнатыңыз.
factor-step-scan = Онымен суретті сканерлеңіз.
factor-step-code = Ол көрсеткен алты цифрды енгізіңіз.
factor-qr = Қолданба камерасына арналған сурет түріндегі құпия
factor-secret = Камера жоқ па? Мынаны қолданбаға енгізіңіз
factor-code = Код
factor-code-hint = Алты цифр, жарты минут сайын өзгереді.
factor-confirm = Растау
factor-is-on = Екінші қадам қосылды.
factor-codes = Қосалқы кодтар
factor-codes-text = Оларды телефонсыз таба алатын жерде сақтаңыз. Әрқайсысы бір рет істейді. Енді көрсетілмейді.
factor-codes-kept = Кодтар сақталды
factor-since = Қосылған уақыты
factor-remove = Алып тастау
factor-remove-confirm = Екінші қадамды алып тастайсыз ба? Сонда құпиясөздің өзі жеткілікті болады.
factor-codes-left =
    { $n ->
        [0] Қосалқы код қалмады. Жаңасын жасаңыз.
        [one] { $n } қосалқы код қалды.
       *[other] { $n } қосалқы код қалды.
    }
factor-codes-new = Жаңа қосалқы кодтар
factor-codes-confirm = Жаңа кодтар жасайсыз ба? Ескілері істемей қалады.
challenge-title = Екінші қадам
challenge-text = Құпиясөз дұрыс. Енді қолданбадағы код керек.
challenge-hint = Қолданбадағы алты цифр немесе қосалқы кодтардың бірі.
challenge-other = Басқа атпен кіру
challenge-help = Телефон да, кодтар да жоқ па? Бізге жазыңыз: сіз екеніңізге көз жеткізіп, екінші қадамды аламыз.
