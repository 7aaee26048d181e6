use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use stoa_core::SecretString;
use subtle::ConstantTimeEq as _;

/// The length of an app's key, in bytes: that of the hash, as RFC 4226 advises.
pub(crate) const SECRET_LEN: usize = 20;
/// How long a code is shown.
const STEP_SECONDS: i64 = 30;
const DIGITS: usize = 6;
/// How many steps the clocks may be apart.
const SKEW_STEPS: i64 = 1;
/// Longest account name in a label, in characters: it is there for people's eyes, and the picture has an end.
const MOST_ACCOUNT: usize = 64;
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The key as people type it into an app that cannot scan.
pub(crate) fn secret_text(secret: &[u8]) -> String {
    BASE32_NOPAD.encode(secret)
}

/// What an app shows beside the code.
pub(crate) struct Label<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) account: &'a str,
}

impl Label<'_> {
    /// The address that the picture holds: it contains the key.
    pub(crate) fn uri(&self, secret: &[u8]) -> SecretString {
        let account: String = self.account.chars().take(MOST_ACCOUNT).collect();
        let issuer = utf8_percent_encode(self.issuer, UNRESERVED);
        let account = utf8_percent_encode(&account, UNRESERVED);
        let secret = secret_text(secret);
        SecretString::from(format!(
            "otpauth://totp/{issuer}:{account}?algorithm=SHA1&digits={DIGITS}&issuer={issuer}&period={STEP_SECONDS}&secret={secret}"
        ))
    }
}

/// The time step whose code this is: now's or a neighbour's, and later than `after`, the last that was accepted.
///
/// Spaces in the code are what apps show and people copy; they count for nothing.
///
/// # Source
/// RFC 6238 with SHA-1, six digits, 30 s; single use as its section 5.2 demands.
pub(crate) fn matching_step(
    secret: &[u8],
    code: &str,
    unix_seconds: i64,
    after: Option<i64>,
) -> Option<i64> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now = unix_seconds.div_euclid(STEP_SECONDS);
    // All steps are compared, whichever fits, so that the time taken tells nothing.
    let mut found = None;
    for step in now - SKEW_STEPS..=now + SKEW_STEPS {
        let fits: bool = shown(secret, step).as_bytes().ct_eq(code.as_bytes()).into();
        if fits && after.is_none_or(|after| step > after) {
            found = found.or(Some(step));
        }
    }
    found
}

fn shown(secret: &[u8], step: i64) -> String {
    let number = number(secret, step) % 10_u32.pow(6);
    format!("{number:0DIGITS$}")
}

/// RFC 4226, 5.3: 31 bits of the hash, from where its last four bits point.
fn number(secret: &[u8], step: i64) -> u32 {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let tag = tag.as_ref();
    let at = usize::from(tag[tag.len() - 1] & 0xf);
    let bits = [tag[at], tag[at + 1], tag[at + 2], tag[at + 3]];
    u32::from_be_bytes(bits) & 0x7fff_ffff
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::ExposeSecret as _;

    /// The key of the tables in RFC 4226 (appendix D) and RFC 6238 (appendix B).
    const RFC_KEY: &[u8] = b"12345678901234567890";

    #[test]
    fn the_codes_are_those_of_rfc_4226() {
        let want = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
            "399871", "520489",
        ];
        for (step, want) in (0..).zip(want) {
            assert_eq!(shown(RFC_KEY, step), want, "{step}");
        }
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        let want = [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ];
        for (seconds, eight_digits) in want {
            let step = seconds / STEP_SECONDS;
            let number = number(RFC_KEY, step) % 10_u32.pow(8);
            assert_eq!(format!("{number:08}"), eight_digits);
            assert_eq!(
                matching_step(RFC_KEY, &eight_digits[2..], seconds, None),
                Some(step)
            );
        }
    }

    #[test]
    fn a_code_fits_one_step_around_and_never_again() {
        let (now, step) = (1_700_000_010, 1_700_000_010 / 30);
        let code = |step| shown(RFC_KEY, step);
        for (offset, want) in [
            (-2, None),
            (-1, Some(step - 1)),
            (0, Some(step)),
            (1, Some(step + 1)),
            (2, None),
        ] {
            assert_eq!(
                matching_step(RFC_KEY, &code(step + offset), now, None),
                want,
                "{offset}"
            );
        }
        assert_eq!(matching_step(RFC_KEY, &code(step), now, Some(step)), None);
        assert_eq!(
            matching_step(RFC_KEY, &code(step - 1), now, Some(step)),
            None
        );
        assert_eq!(
            matching_step(RFC_KEY, &code(step + 1), now, Some(step)),
            Some(step + 1)
        );
        let shown = code(step);
        let (left, right) = shown.split_at(3);
        assert_eq!(
            matching_step(RFC_KEY, &format!(" {left} {right}\n"), now, None),
            Some(step)
        );
    }

    #[test]
    fn what_is_no_code_fits_nothing() {
        let code = shown(RFC_KEY, 0);
        for bad in [
            "",
            "0",
            "75522",
            "7552244",
            "-55224",
            "７５５２２４",
            &format!("{code}\0"),
            &"7".repeat(100_000),
        ] {
            assert_eq!(matching_step(RFC_KEY, bad, 0, None), None, "{}", bad.len());
        }
    }

    #[test]
    fn the_address_can_be_read_by_an_app() {
        let label = Label {
            issuer: "Академия & Co",
            account: "a+b@x.kz",
        };
        let uri = label.uri(RFC_KEY);
        assert_eq!(
            uri.expose_secret(),
            "otpauth://totp/%D0%90%D0%BA%D0%B0%D0%B4%D0%B5%D0%BC%D0%B8%D1%8F%20%26%20Co:a%2Bb%40x.kz\
             ?algorithm=SHA1&digits=6&issuer=%D0%90%D0%BA%D0%B0%D0%B4%D0%B5%D0%BC%D0%B8%D1%8F%20%26%20Co\
             &period=30&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        );
    }
}
