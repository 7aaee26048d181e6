//! What letters say, in every language.
#![expect(clippy::unwrap_used, reason = "tests")]

mod sample;

use stoa_domain::Locale;
use stoa_mail::{Asked, LetterKind, Rendered, Site, render};

fn of(kind: LetterKind, locale: Locale) -> Rendered {
    render(&sample::letter(kind, locale)).unwrap()
}

/// The text between the tags, with the blanks of HTML.
fn words(html: &str) -> String {
    let body = html.split_once("</style>").unwrap().1;
    let texts = body.split('<').filter_map(|part| part.split_once('>'));
    let text: Vec<_> = texts
        .flat_map(|(_, text)| text.split_whitespace())
        .collect();
    text.join(" ")
        .replace("&#38;", "&")
        .replace("&#39;", "'")
        .replace("&nbsp;", "")
}

#[test]
fn every_letter_reads_well_in_every_language() {
    for locale in Locale::ALL {
        let letters: Vec<_> = LetterKind::ALL
            .into_iter()
            .map(|kind| {
                let letter = of(kind, locale);
                format!("Subject: {}\n\n{}", letter.subject, letter.text)
            })
            .collect();
        insta::assert_snapshot!(
            format!("letters_{locale}"),
            letters.join("\n\n==========\n\n")
        );
    }
}

#[test]
fn the_page_of_a_letter() {
    insta::assert_snapshot!(
        "recovery_ru_html",
        of(LetterKind::Recovery, Locale::Ru).html
    );
}

#[test]
fn no_text_is_missing_and_no_value_is_left_open() {
    for locale in Locale::ALL {
        for kind in LetterKind::ALL {
            let letter = of(kind, locale);
            for body in [&letter.subject, &letter.text, &letter.html] {
                assert!(
                    !body.contains('⟦') && !body.contains("{ $") && !body.contains("{$"),
                    "{body}"
                );
            }
        }
    }
}

#[test]
fn text_and_page_say_the_same() {
    for locale in Locale::ALL {
        for kind in LetterKind::ALL {
            let letter = of(kind, locale);
            let page = words(&letter.html);
            for line in letter
                .text
                .lines()
                .map(str::trim)
                .filter(|l| !l.is_empty() && *l != "--")
            {
                let line = line.strip_suffix(':').unwrap_or(line);
                let line = line.strip_suffix(", https://academy.kz").unwrap_or(line);
                assert!(page.contains(line), "{kind:?} {locale}: {line}\n{page}");
            }
        }
    }
}

#[test]
fn nothing_in_a_page_is_loaded_from_elsewhere() {
    let html = of(LetterKind::Recovery, Locale::En).html;
    for forbidden in [
        "<img",
        "<script",
        "<link",
        "src=",
        "url(",
        "@import",
        "@font-face",
    ] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn strangers_cannot_write_into_a_letter() {
    let evil = "<a href=\"https://evil.test\">Win</a>\r\nBcc: all@evil.test";
    let mut letter = sample::letter(LetterKind::Invite, Locale::En);
    letter.person = Some(evil);
    letter.invited_by = Some("Prize at evil.test/win");
    letter.site = Site {
        name: "A\r\nBcc: x@evil.test <b>",
        ..letter.site
    };
    letter.asked = Asked {
        network: Some(evil),
        user_agent: Some(evil),
        ..letter.asked
    };
    let letter = render(&letter).unwrap();
    assert!(
        !letter.subject.contains(['\r', '\n']),
        "{:?}",
        letter.subject
    );
    for body in [&letter.text, &letter.html] {
        assert!(
            !body.contains("evil.test/") && !body.contains("href=\"https://evil"),
            "{body}"
        );
        assert!(!body.contains("Win"), "{body}");
    }
    assert!(!letter.html.contains("<b>"));
}

#[test]
fn debug_shows_no_secret() {
    let source = sample::letter(LetterKind::Recovery, Locale::En);
    let shown = format!("{source:?} {:?}", render(&source).unwrap());
    assert!(
        !shown.contains("048213") && !shown.contains("token="),
        "{shown}"
    );
}
