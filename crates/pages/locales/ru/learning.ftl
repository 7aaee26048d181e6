# Courses and lessons.

lessons-title = Мои уроки
lessons-continue = Продолжить
lessons-begin = Начать
lessons-empty = Курсов пока нет
lessons-empty-text = Курс появится здесь, как только менеджер откроет доступ. Если вы уже оплатили, напишите нам.
lessons-empty-action = Посмотреть экспресс-курс
course-done = Курс пройден
course-count = Пройдено { $done } из { $total }
course-to-come = Уроки готовятся: они появятся здесь сами.
course-percent = курс пройден на { $percent } %
course-progress = Прогресс: { $course }
course-expires = Доступ до: { $day }
lesson-done = Пройден
lesson-begun = В работе
lesson-open = Открыт
lesson-locked = Закрыт
locked-after = Откроется после урока «{ $lesson }».
locked-after-course = Откроется после курса «{ $course }».
locked-until = Дата открытия: { $day }.
locked-expired = Срок доступа закончился.
lesson-contents = Содержание курса
lesson-mark = Отметить пройденным
lesson-is-done = Урок пройден.
lesson-undo = Снять отметку
lesson-neighbours = Соседние уроки
lesson-previous = Предыдущий
lesson-next = Следующий
lesson-next-locked = Следующий, пока закрыт
lesson-last = Это был последний урок
lesson-all = Все уроки
missing-title = Чтобы урок засчитался
missing-mark = отметьте его пройденным
missing-watch = досмотрите видео до { $needed } % (сейчас { $watched } %)
missing-time =
    { $n ->
        [one] позанимайтесь ещё { $n } минуту
        [few] позанимайтесь ещё { $n } минуты
       *[other] позанимайтесь ещё { $n } минут
    }
missing-quiz = ответьте на вопросы в конце
video-open = Открыть видео
video-position = Вы остановились на { $time }
video-soon = Видео скоро появится, текст урока уже здесь.
