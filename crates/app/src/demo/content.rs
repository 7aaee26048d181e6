//! The courses as data; their texts stand in `texts/`, one file per lesson and language.

use stoa_db_main::learning::CourseKind;
use stoa_domain::CompletionRule;

use super::{EXPRESS_COURSE, EXPRESS_PRICE_MINOR, MAIN_COURSE};

/// A text in Russian, Kazakh and English.
pub(super) type Texts = [&'static str; 3];

/// A course.
pub(super) struct Course {
    pub(super) slug: &'static str,
    pub(super) kind: CourseKind,
    pub(super) sequential: bool,
    pub(super) price_minor: Option<i64>,
    pub(super) title: Texts,
    pub(super) summary: Texts,
    pub(super) chapters: &'static [Chapter],
}

/// A chapter, or a module of the express course.
pub(super) struct Chapter {
    pub(super) title: Texts,
    pub(super) lessons: &'static [Lesson],
}

/// A lesson; the first line of each text is its title.
pub(super) struct Lesson {
    pub(super) minutes: i32,
    pub(super) rule: CompletionRule,
    pub(super) texts: Texts,
}

macro_rules! lesson {
    ($name:literal, $minutes:literal, $rule:ident) => {
        Lesson {
            minutes: $minutes,
            rule: CompletionRule::$rule,
            texts: [
                include_str!(concat!("texts/", $name, ".ru.md")),
                include_str!(concat!("texts/", $name, ".kk.md")),
                include_str!(concat!("texts/", $name, ".en.md")),
            ],
        }
    };
}

/// In the order in which students see them.
pub(super) const COURSES: [Course; 2] = [
    Course {
        slug: EXPRESS_COURSE,
        kind: CourseKind::Tripwire,
        sequential: true,
        price_minor: Some(EXPRESS_PRICE_MINOR),
        title: ["Экспресс-курс", "Экспресс-курс", "Express course"],
        summary: [
            "Три коротких урока: первый разговор с языковой моделью, польза в тот же день и привычка проверять.",
            "Үш қысқа сабақ: тілдік модельмен алғашқы әңгіме, сол күні-ақ пайда және тексеру әдеті.",
            "Three short lessons: a first conversation with a language model, use on the same day, a habit of checking.",
        ],
        chapters: &[
            Chapter {
                title: ["Модуль 1. Начать", "1-модуль. Бастау", "Module 1. Begin"],
                lessons: &[lesson!("express-1", 8, Manual)],
            },
            Chapter {
                title: [
                    "Модуль 2. Применить",
                    "2-модуль. Қолдану",
                    "Module 2. Apply",
                ],
                lessons: &[lesson!("express-2", 10, Manual)],
            },
            Chapter {
                title: [
                    "Модуль 3. Проверить",
                    "3-модуль. Тексеру",
                    "Module 3. Check",
                ],
                lessons: &[lesson!("express-3", 9, Manual)],
            },
        ],
    },
    Course {
        slug: MAIN_COURSE,
        kind: CourseKind::Full,
        sequential: false,
        price_minor: None,
        title: [
            "ИИ-инструменты в ежедневной работе",
            "Күнделікті жұмыстағы ЖИ құралдары",
            "AI tools in everyday work",
        ],
        summary: [
            "Как просить, показывать, проверять и беречь данные, чтобы помощник возвращал вам часы каждую неделю.",
            "Көмекші апта сайын сағаттап уақыт үнемдеуі үшін қалай сұрау, көрсету, тексеру және деректі сақтау керек.",
            "How to ask, to show, to check and to guard data, so that the tool gives you hours back every week.",
        ],
        chapters: &[
            Chapter {
                title: ["Говорить ясно", "Анық айту", "Speaking plainly"],
                lessons: &[
                    lesson!("work-1", 12, View),
                    lesson!("work-2", 15, Manual),
                    lesson!("work-3", 14, Manual),
                ],
            },
            Chapter {
                title: [
                    "Работать надёжно",
                    "Сенімді жұмыс істеу",
                    "Working reliably",
                ],
                lessons: &[
                    lesson!("work-4", 14, Manual),
                    lesson!("work-5", 13, Manual),
                    lesson!("work-6", 15, Manual),
                ],
            },
        ],
    },
];
