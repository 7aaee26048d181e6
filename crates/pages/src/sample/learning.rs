use stoa_domain::Role;

use super::{Page, Rendered, at, id, render, signed_in};
use crate::pages::lesson::{LessonPage, Missing, Neighbour, Video};
use crate::pages::lessons::{
    Chapter, CourseCard, LessonRow, LessonState, LessonsPage, Locked, NextStep,
};
use crate::{Flash, Html, Locale, Panel, Shell};

pub(super) fn add(shell: &Shell, pages: &mut Vec<Rendered>) -> Result<(), askama::Error> {
    render::<LessonsPage>(shell, pages)?;
    render::<LessonPage>(shell, pages)
}

fn row(number: u128, title: &str, state: LessonState, minutes: u32) -> LessonRow {
    LessonRow {
        id: id(number),
        title: title.to_owned(),
        state,
        minutes: Some(minutes),
    }
}

fn chapters() -> Vec<Chapter> {
    let after = |lesson: &str| {
        LessonState::Locked(Locked::After {
            lesson: lesson.to_owned(),
        })
    };
    let first = vec![
        row(
            1,
            "Что умеет искусственный интеллект, а что нет",
            LessonState::Done,
            12,
        ),
        row(
            2,
            "Первый разговор: задача, пример, проверка",
            LessonState::Begun { percent: 40 },
            18,
        ),
    ];
    let second = vec![
        row(
            3,
            "Запросы, которые дают нужный ответ",
            after("Первый разговор: задача, пример, проверка"),
            20,
        ),
        row(
            4,
            "Личный помощник для вашей работы",
            LessonState::Locked(Locked::Until {
                at: at(60 * 24 * 3),
            }),
            25,
        ),
    ];
    vec![
        Chapter {
            title: "Знакомство".to_owned(),
            lessons: first,
        },
        Chapter {
            title: "Практика".to_owned(),
            lessons: second,
        },
    ]
}

fn course() -> CourseCard {
    CourseCard {
        id: id(100),
        title: "Экспресс-курс: ИИ для работы и учёбы".to_owned(),
        summary: "Три модуля, после которых у вас есть помощник, проверенный на ваших задачах."
            .to_owned(),
        lang: Some(Locale::Ru),
        expires_at: Some(at(60 * 24 * 90)),
        percent: 33,
        done: 1,
        total: 4,
        chapters: chapters(),
    }
}

fn finished() -> CourseCard {
    let lessons = vec![
        row(11, "Қазақ тіліндегі сұраныстар", LessonState::Done, 9),
        row(
            12,
            "Мәтінмен жұмыс: Ә, Ғ, Қ, Ң, Ө, Ұ, Ү, Һ, І",
            LessonState::Done,
            15,
        ),
    ];
    CourseCard {
        id: id(101),
        title: "Қазақша жазамыз".to_owned(),
        summary: String::new(),
        lang: Some(Locale::Kk),
        expires_at: None,
        percent: 100,
        done: 2,
        total: 2,
        chapters: vec![Chapter {
            title: String::new(),
            lessons,
        }],
    }
}

fn closed() -> CourseCard {
    let locked = [
        Locked::Expired,
        Locked::AfterCourse {
            course: "Қазақша жазамыз".to_owned(),
        },
    ];
    let lessons = (20..)
        .zip(locked)
        .map(|(number, locked)| row(number, "Урок", LessonState::Locked(locked), 5));
    let chapters = vec![Chapter {
        title: String::new(),
        lessons: lessons.collect(),
    }];
    CourseCard {
        id: id(102),
        title: "Вводный курс".to_owned(),
        percent: 0,
        done: 0,
        total: 2,
        chapters,
        ..course()
    }
}

impl Page for LessonsPage {
    const NAME: &'static str = "lessons";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let shell = signed_in(shell, "/lessons", [Role::Student]);
        let begun = row(
            2,
            "Первый разговор: задача, пример, проверка",
            LessonState::Begun { percent: 40 },
            18,
        );
        let next_step = Some(NextStep {
            lesson: begun,
            course: course().title,
            percent: course().percent,
            is_begun: true,
        });
        let page = Self {
            shell,
            next_step,
            courses: Panel::Ready(vec![course(), finished()]),
        };
        let fresh = page.next_step.clone().map(|step| NextStep {
            is_begun: false,
            percent: 0,
            ..step
        });
        vec![
            ("courses", page.clone()),
            (
                "begin",
                Self {
                    next_step: fresh,
                    courses: Panel::Ready(vec![closed()]),
                    ..page.clone()
                },
            ),
            (
                "empty",
                Self {
                    next_step: None,
                    courses: Panel::Ready(Vec::new()),
                    ..page.clone()
                },
            ),
            (
                "failed",
                Self {
                    next_step: None,
                    courses: Panel::Failed {
                        last_good: Some(at(-4)),
                    },
                    ..page
                },
            ),
        ]
    }
}

const BODY: &str = "<p>Хороший запрос похож на поручение толковому коллеге: <strong>задача</strong>, \
<strong>пример</strong> и <strong>способ проверки</strong>. Без третьего вы узнаете об ошибке последним.</p>\
<h2>Как это выглядит</h2><blockquote><p>Составь письмо клиенту, который ждёт договор третий день. Тон спокойный, \
не длиннее пяти предложений. В конце назови один вопрос, на который я должен ответить сам.</p></blockquote>\
<p>Три правила, которые стоит повесить над столом:</p><ol><li>Сначала назовите, что у вас уже есть.</li>\
<li>Попросите показать ход рассуждения.</li><li>Проверьте одно число и одну ссылку.</li></ol>\
<h2>Задание</h2><p>Возьмите письмо, которое вы откладывали, и поручите черновик помощнику. Сохраните запрос: он \
понадобится в третьем модуле.</p><pre><code>Задача: …\nПример: …\nПроверка: …</code></pre>";

impl Page for LessonPage {
    const NAME: &'static str = "lesson";

    fn samples(shell: &Shell) -> Vec<(&'static str, Self)> {
        let neighbour = |number, title: &str, is_locked| {
            Some(Neighbour {
                id: id(number),
                title: title.to_owned(),
                is_locked,
            })
        };
        let begun = Self {
            shell: signed_in(shell, "/lessons/2", [Role::Student]),
            id: id(2),
            title: "Первый разговор: задача, пример, проверка".to_owned(),
            course: course().title,
            percent: 33,
            chapters: chapters(),
            lang: Some(Locale::Ru),
            minutes: Some(18),
            state: LessonState::Begun { percent: 40 },
            video: None,
            body: Html::from_clean(BODY.to_owned()),
            missing: vec![Missing::Mark],
            may_mark: true,
            previous: neighbour(1, "Что умеет искусственный интеллект, а что нет", false),
            next: neighbour(3, "Запросы, которые дают нужный ответ", true),
        };
        let film = |url: Option<&str>, position_seconds| {
            Some(Video {
                url: url.map(str::to_owned),
                minutes: Some(14),
                position_seconds,
            })
        };
        let rules = vec![
            Missing::Watch {
                needed: 80,
                watched: 35,
            },
            Missing::Time { minutes: 3 },
            Missing::Quiz,
        ];
        let watched = Self {
            video: film(Some("https://video.example/2"), 725),
            missing: rules,
            may_mark: false,
            ..begun.clone()
        };
        let mut done = Self {
            state: LessonState::Done,
            missing: Vec::new(),
            video: film(None, 0),
            next: neighbour(3, "Запросы, которые дают нужный ответ", false),
            ..begun.clone()
        };
        done.shell.flash = Some(Flash::LessonDone);
        vec![("begun", begun), ("video", watched), ("done", done)]
    }
}
