//! Passwords that are tried first.

/// Words that, alone or with digits and marks behind them, are guessed at once.
const WORDS: [&str; 48] = [
    "academy",
    "admin",
    "administrator",
    "almaty",
    "asdfgh",
    "asdfghjkl",
    "astana",
    "baseball",
    "batman",
    "changeme",
    "computer",
    "dragon",
    "football",
    "freedom",
    "hello",
    "iloveyou",
    "internet",
    "kazakhstan",
    "letmein",
    "login",
    "manager",
    "master",
    "monkey",
    "pass",
    "password",
    "passw0rd",
    "p@ssw0rd",
    "princess",
    "qazwsx",
    "qazwsxedc",
    "qwerty",
    "qwertyuiop",
    "root",
    "samsung",
    "secret",
    "shadow",
    "starwars",
    "student",
    "sunshine",
    "superman",
    "test",
    "trustno1",
    "user",
    "welcome",
    "whatever",
    "zxcvbn",
    "zxcvbnm",
    "zaq12wsx",
];

/// The same of Russian and Kazakh keyboards.
const CYRILLIC_WORDS: [&str; 14] = [
    "алматы",
    "астана",
    "йцукен",
    "йцукенг",
    "йцукенгш",
    "йцукенгшщз",
    "казахстан",
    "любовь",
    "привет",
    "пароль",
    "солнце",
    "студент",
    "фывапр",
    "қазақстан",
];

/// Walks over the keyboard.
const WALKS: [&str; 8] = [
    "1234567890123456789012345678901234567890",
    "0987654321098765432109876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "qazwsxedcrfvtgbyhnujm",
    "йцукенгшщзхъ",
];

/// Whether `password`, folded to lower-case, is one of the first to be guessed.
pub(super) fn is_common(password: &str) -> bool {
    let chars: Vec<char> = password.chars().collect();
    let word = password.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let is_word = |word: &str| WORDS.contains(&word) || CYRILLIC_WORDS.contains(&word);
    let tail = chars.len().saturating_sub(word.chars().count());
    let is_walk = chars.len() >= 4 && WALKS.iter().any(|walk| walk.contains(password));
    is_walk || is_repeated(&chars) || is_word(password) || (is_word(word) && tail <= 4)
}

/// Whether one, two or three characters come again and again.
fn is_repeated(chars: &[char]) -> bool {
    let by = |period: usize| {
        chars.len() >= 2 * period
            && chars
                .iter()
                .zip(chars.iter().skip(period))
                .all(|(one, next)| one == next)
    };
    (1..=3).any(by)
}
