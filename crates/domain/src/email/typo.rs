//! Mistyped domains of the mail services our visitors use.

/// Services with a name long enough that one slip of the finger is surely a slip.
const SERVICES: [&str; 12] = [
    "gmail.com",
    "googlemail.com",
    "yandex.ru",
    "yandex.kz",
    "yandex.com",
    "icloud.com",
    "outlook.com",
    "hotmail.com",
    "yahoo.com",
    "rambler.ru",
    "inbox.ru",
    "proton.me",
];

/// Real domains that are one slip away from a service.
const REAL: [&str; 9] = [
    "ymail.com",
    "email.com",
    "mail.com",
    "tmail.com",
    "fmail.com",
    "gmail.co",
    "yandex.by",
    "yandex.uz",
    "inbox.lv",
];

/// Slips in short names, where a rule would suspect honest domains.
const SLIPS: [(&str, &str); 16] = [
    ("mail.ri", "mail.ru"),
    ("mail.ry", "mail.ru"),
    ("mail.tu", "mail.ru"),
    ("mail.r", "mail.ru"),
    ("mail.rru", "mail.ru"),
    ("mai.ru", "mail.ru"),
    ("mial.ru", "mail.ru"),
    ("mali.ru", "mail.ru"),
    ("maill.ru", "mail.ru"),
    ("meil.ru", "mail.ru"),
    ("nail.ru", "mail.ru"),
    ("bk.ri", "bk.ru"),
    ("list.ri", "list.ru"),
    ("gmail.co", "gmail.com"),
    ("gmail.ru", "gmail.com"),
    ("gmail.kz", "gmail.com"),
];

/// The service whose name was probably meant by `domain`.
pub(super) fn meant(domain: &str) -> Option<String> {
    if let Some((_, service)) = SLIPS.iter().find(|(slip, _)| *slip == domain) {
        return Some((*service).to_owned());
    }
    if SERVICES.contains(&domain) || REAL.contains(&domain) {
        return None;
    }
    let near = SERVICES
        .iter()
        .find(|service| one_slip(domain.as_bytes(), service.as_bytes()));
    let ending = || {
        domain
            .strip_suffix(".con")
            .or_else(|| domain.strip_suffix(".cmo"))
    };
    near.map(|service| (*service).to_owned())
        .or_else(|| ending().map(|rest| format!("{rest}.com")))
}

/// Whether one letter was changed, left out, added, or swapped with its neighbour.
fn one_slip(typed: &[u8], meant: &[u8]) -> bool {
    let same = typed
        .iter()
        .zip(meant)
        .take_while(|(left, right)| left == right)
        .count();
    match (&typed[same..], &meant[same..]) {
        ([_, typed @ ..], meant) if typed == meant => true,
        (typed, [_, meant @ ..]) if typed == meant => true,
        ([t0, t1, typed @ ..], [m0, m1, meant @ ..]) if (t0, t1) == (m1, m0) && typed == meant => {
            true
        }
        ([_, typed @ ..], [_, meant @ ..]) => typed == meant,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::Email;

    fn suggestion(address: &str) -> Option<String> {
        Email::parse(address)
            .unwrap()
            .typo_suggestion()
            .map(|email| email.as_str().to_owned())
    }

    #[test]
    fn a_slip_of_the_finger_is_noticed() {
        for (slip, meant) in [
            ("gmail.con", "gmail.com"),
            ("gmial.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("mail.ri", "mail.ru"),
            ("yandx.ru", "yandex.ru"),
            ("iclod.com", "icloud.com"),
            ("company.con", "company.com"),
        ] {
            assert_eq!(
                suggestion(&format!("anna@{slip}")),
                Some(format!("anna@{meant}"))
            );
        }
    }

    #[test]
    fn honest_domains_are_left_in_peace() {
        for domain in [
            "gmail.com",
            "mail.ru",
            "ymail.com",
            "mail.kz",
            "vk.ru",
            "kaspi.kz",
            "yandex.by",
        ] {
            assert_eq!(suggestion(&format!("anna@{domain}")), None, "{domain}");
        }
    }
}
