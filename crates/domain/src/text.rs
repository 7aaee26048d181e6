//! What characters of a visitor's text are worth keeping.

use unicode_normalization::UnicodeNormalization as _;

/// Marks that change the direction of the text around them: they come along with a copied contact, and can
/// make a list of names lie.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a shape that no written text needs: direction marks, zero-width spaces, byte order
/// marks, soft hyphens, annotations.
const fn is_noise(c: char) -> bool {
    is_direction(c)
        || matches!(c, '\u{AD}' | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}')
}

/// Characters without a shape that some scripts and emoji need inside a word: joiners, variation selectors,
/// tags and fillers.
const fn is_joiner(c: char) -> bool {
    matches!(
        c,
        '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
    ) || matches!(
        c,
        '\u{200C}' | '\u{200D}' | '\u{3164}' | '\u{FFA0}' | '\u{FE00}'..='\u{FE0F}'
    ) || matches!(c, '\u{1D173}'..='\u{1D17A}' | '\u{E0002}'..='\u{E0FFF}')
}

/// Whether a reader sees nothing of `c`, not even a gap.
pub(crate) const fn is_invisible(c: char) -> bool {
    is_noise(c) || is_joiner(c)
}

/// Whether `c` is a control character that no person types into a one-line field.
pub(crate) fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r')
}

/// One line of text in NFC: noise dropped, runs of blanks made one space, none at the ends. Empty when a
/// reader would see nothing. Doing it twice changes nothing.
pub(crate) fn one_line(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_noise(*c)).nfc().collect();
    let words: Vec<_> = kept.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().all(|c| c == ' ' || is_invisible(c)) {
        String::new()
    } else {
        line
    }
}

/// Several lines of text: noise and controls other than line ends and tabs dropped, trimmed.
pub(crate) fn many_lines(text: &str) -> String {
    let kept = text.chars().filter(|c| !is_noise(*c) && !is_control(*c));
    kept.nfc().collect::<String>().trim().to_owned()
}

/// The first `max` characters.
pub(crate) fn cut(text: &str, max: usize) -> &str {
    text.char_indices()
        .nth(max)
        .map_or(text, |(at, _)| &text[..at])
}
