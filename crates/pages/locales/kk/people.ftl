# Адамдар және олардың тіркелгілерімен не болғаны, әкімшілерге.

people-title = Адамдар
people-count =
    { $n ->
        [one] { $n } адам
       *[other] { $n } адам
    }
person-active-text = Құпиясөзі бар. Ұмытқан адам кіру бетінде сілтеме сұрайды.
person-active-no-mail = Құпиясөзі бар. Бұл сайт хат жібермейді: ұмытқан адамға сілтеме жасап, өзіңіз беріңіз.
reset-link-make = Жаңа құпиясөзге сілтеме жасау
reset-link-ready = Жаңа құпиясөзге сілтеме дайын: { $name }
reset-link-once = Ол тек қазір көрсетіледі, { $time } дейін бір рет жұмыс істейді. Кім сұрағанына көз жеткізіңіз: сілтемені ашқан адам { $email } тіркелгісіне кіреді, қалған сеанстардың бәрі аяқталады.
reset-link = Жаңа құпиясөзге сілтеме
people-search = Аты немесе поштасы
people-role = Рөл
people-none = Мұндай адам жоқ.
people-person = Адам
people-since = Тіркелген
people-seen = Соңғы кіруі
person-active = Жұмыс істейді
person-invited = Шақырылған
person-unconfirmed = Расталмаған
person-anonymous = Поштасыз
person-banned = Жабық
person-deleted = Жойылған
person-banned-until = { $time } дейін
person-id = Нөмірі
person-roles-own = Әкімші рөлін өзінен ешкім алмайды.
person-no-sessions = Еш жерде кірмеген.
person-sessions = Сеанстар
person-sessions-end = Барлық сеансты аяқтау
person-factor-remove = Екінші қадамды алу
ban-title = Тіркелгіні жабу
ban-text = Барлық сеанс бірден аяқталады, мерзім өткенше кіру мүмкін болмайды.
ban-own = Өз тіркелгіңізді жабуға болмайды.
ban-for = Қанша уақытқа
ban-day = бір тәулікке
ban-week = бір аптаға
ban-month = бір айға
ban-ever = біржола
ban-do = Жабу
ban-lift = Қайта ашу
ban-lift-text = Тіркелгі жабық. Қайта ашылса, адам бұрынғыдай кіре алады.
audit-title = Не болды
audit-person = Адам: пошта немесе нөмір
audit-side = Бұл кім
audit-side-subject = кімнің тіркелгісі
audit-side-actor = кім жасады
audit-network = Желі немесе мекенжай
audit-request = Сұрау
audit-session = Сеанс
audit-unread = Оқылмады, тізім бұл бойынша іріктелмеді:
audit-action = Түрі
audit-actor = Кім
audit-system = платформаның өзі
audit-service = қызметтік кілті бар сервер
audit-visitor = белгісіз біреу
audit-subject = Кімнің тіркелгісі
audit-details = Толығырақ
audit-none = Әзірге ештеңе жоқ.
audit-all = Осы тіркелгі туралы бәрі
