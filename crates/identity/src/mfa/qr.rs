use qrcode::render::svg::Color;
use qrcode::{EcLevel, QrCode};
use stoa_core::SecretString;

const PIXELS: u32 = 200;

/// The picture of a text, as SVG; `None` when the text is longer than any picture can hold (2,953 bytes).
///
/// Colours are words: the client library puts the picture into a `data:` address as it is, where `#` would begin the
/// fragment and cut it off.
pub(crate) fn svg(text: &str) -> Option<SecretString> {
    let levels = [EcLevel::M, EcLevel::L];
    let code = levels
        .into_iter()
        .find_map(|level| QrCode::with_error_correction_level(text, level).ok())?;
    let picture = code
        .render()
        .min_dimensions(PIXELS, PIXELS)
        .dark_color(Color("black"))
        .light_color(Color("white"))
        .build();
    Some(SecretString::from(picture))
}

#[cfg(test)]
mod tests {
    use super::*;
    use stoa_core::ExposeSecret as _;

    #[test]
    fn a_picture_fits_into_a_data_address_and_has_an_end() {
        let picture = svg("otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQ").unwrap();
        let picture = picture.expose_secret();
        assert!(picture.contains("<svg") && picture.ends_with("</svg>"));
        assert!(!picture.contains('#'), "a # would cut the address off");
        assert!(svg(&"x".repeat(2_953)).is_some());
        assert!(svg(&"x".repeat(2_954)).is_none());
    }
}
