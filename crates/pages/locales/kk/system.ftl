# System health, alerts, jobs, schemas.

system-title = Жүйенің күйі
system-events = Соңғы оқиғалар
mode-title = Жұмыс қалай орындалады
mode-async-text = Қабылданған жұмысты кезектен өңдеушілер алады.
mode-direct-text = Қабылданған жұмысты сол үдерістің өзі бірден орындайды; өңдеушілер тек сәтсіздікті түзетеді.
mode-since = Мына уақыттан бері:
mode-cache = Жадтан берілген жауаптар
mode-reason = Себебі
mode-reason-hint = Мұны әр әкімші оқиды, чатта да.
mode-confirm = Растау үшін { $mode } деп теріңіз
mode-switch = { $mode } режиміне ауыстыру
queues-title = Кезектер
queue-ready = Дайын
queue-oldest = Ең ескісі күтуде, с
queue-waiting = Кейін
queue-running = Орындалуда
queue-dead = Тоқтатылған
alerts-title = Хабарландырулар
alerts-all = Барлық хабарландырулар
alerts-when = Қашан
alerts-level = Деңгейі
alerts-message = Хабар
alerts-told = Жеткізілді
alerts-not-yet = әлі жоқ
alerts-none = Оқиға болған жоқ.
jobs-title = Тапсырмалар
jobs-database = Дерекқор
jobs-state = Күйі
job-ready = Кезекте
job-running = Орындалуда
job-done = Орындалды
job-dead = Орындалмады
job-cancelled = Біржола шетке қойылды
jobs-kind = Түрі
jobs-reason = Себебі
jobs-none = Мұндай тапсырма жоқ.
jobs-job = Тапсырма
jobs-attempts = Әрекеттер
jobs-no-attempts = Әлі басталған жоқ.
jobs-turn = Кезегі
jobs-mode = Тәсілі
jobs-since = Жасалған
jobs-ended = Аяқталған
jobs-payload = Берілген деректер
jobs-retry = Қазір орындау
jobs-cancel = Біржола алып тастау
jobs-redrive = Осылардың бәрін қайта бастау
jobs-pause-title = Тапсырма түрін тоқтату
jobs-pause-text = Бұл түрдегі жаңа тапсырмалар басталмайды, басталғандары жалғаса береді. Ештеңе жоғалмайды.
jobs-pause = Тоқтату
jobs-paused = тоқтатылған, мына уақыттан бері:
jobs-resume = Жалғастыру
flash-mode-changed = Режим өзгертілді. Әкімшілерге хабарланды.
flash-mode-same = Режим онсыз да осындай еді.
flash-job-retried = Тапсырма қайта басталады.
flash-job-cancelled = Тапсырма алып тасталды.
flash-job-refused = Ештеңе істелген жоқ: тапсырманың күйі өзгеріп кетті.
flash-jobs-redriven = Тапсырмалар қайта басталады.
flash-kind-paused = Тапсырма түрі тоқтатылды.
flash-kind-resumed = Тапсырма түрі жалғасады.
door-system = Жүйе бөліктері, кезектер және жұмыс режимі
fault-mode-confirmation = Режимнің атауын әрпіне дейін теріңіз.
fault-reason = Себебін жазыңыз: 3-тен 300 таңбаға дейін.
schema-title = Дерекқор схемалары
schema-text = Әр дерекқордың қазіргі күйі миграциялар жасайтын күймен салыстырылады, және кімнің қайда қолы жететіні көрсетіледі.
schema-version = { $set } нұсқасы
schema-pending = { $n ->
    [one] { $n } миграция күтуде
   *[other] { $n } миграция күтуде
}
schema-pending-help = Оларды иесінің кіру деректері бар келесі іске қосу орындайды:
schema-unfinished = басталып, аяқталмаған. Оны соңына жеткізіңіз:
schema-fingerprint = Таңба
schema-drift = Қолмен өзгертілген
schema-drift-none = Ештеңе жоқ: соңғы миграция қалдырған күйінде.
schema-drift-help = Оны қайтарыңыз немесе миграцияға жазыңыз. Файлдарды мына команда ұсынады:
schema-seen-at = Қаралған уақыты
schema-no-login = Бұл үдеріс иесінің кіру деректерінсіз жұмыс істейді, сондықтан тек нұсқаларды біледі. Қалғаны үшін оған мынаны беріңіз:
schema-failed-help = Дерекқор жауап бергенде бұл бет те жауап береді. Жүйе бөліктерінің күйі:
schema-audit = Қолжетімділік пен тәртіп
schema-audit-none = Түзететін ештеңе жоқ: ешкімнің қолы тиіс емес жерге жетпейді, бәрі тәртіпте.
schema-audit-help = Бірінші команда түзететін миграцияларды жазады, екіншісі ережені түсіндіреді:
schema-audit-known = { $n ->
    [one] { $n } ескерту белгілі және әдейі солай.
   *[other] { $n } ескерту белгілі және әдейі солай.
}
schema-audit-notes = { $n ->
    [one] { $n } жазба
   *[other] { $n } жазба
}
schema-runs = Соңғы орындалғандар
schema-runs-none = Мұнда әлі бірде-бір миграция орындалған жоқ. Оларды келесі іске қосу орындайды, егер онда мынау болса:
schema-migration = Миграция
schema-took = Ұзақтығы, мс
schema-by = Кім
schema-rule = Ереже
schema-what = Не дұрыс емес және не істеу керек
schema-reach = Қолы жететіндер
schema-run-applied = орындалды
schema-run-running = аяқталмаған
schema-run-failed = сәтсіз, ізі қалмады
schema-run-reverted = кері қайтарылды
schema-run-stamped = дәлел бойынша жазылды
schema-in-order = тәртіпте
schema-behind = артта қалған
schema-look-at-it = назар аударыңыз
schema-unseen = қаралмады
schema-version-only = тек нұсқалар
