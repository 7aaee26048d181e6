use std::time::SystemTime;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};
use stoa_domain::Email;

use super::{OutgoingLetter, Sender};

/// What goes over the wire: both addresses, and the bytes of the letter.
pub(super) struct Wire {
    pub(super) from: Address,
    pub(super) to: Address,
    pub(super) bytes: Vec<u8>,
}

/// The letter in its final form.
///
/// # Errors
/// What of it cannot be written down, without quoting it.
pub(super) fn wire(sender: &Sender, letter: &OutgoingLetter) -> Result<Wire, &'static str> {
    let from = address(&sender.email).ok_or("the sender's address cannot be written")?;
    let to = address(&letter.to).ok_or("the address cannot be written")?;
    let name = Some(one_line(&sender.name)).filter(|name| !name.is_empty());
    let mut builder = Message::builder()
        .from(Mailbox::new(name, from.clone()))
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(&letter.subject))
        .date(SystemTime::from(letter.at))
        .message_id(Some(format!("<{}@{}>", letter.id, from.domain())));
    if let Some(reply_to) = sender.reply_to.as_ref().and_then(address) {
        builder = builder.reply_to(Mailbox::new(None, reply_to));
    }
    let bodies = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
    let mut message = builder
        .multipart(bodies)
        .map_err(|_| "the letter cannot be put together")?;
    let headers = message.headers_mut();
    // No machine answers to it.
    for (name, value) in [
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "All"),
    ] {
        headers.insert_raw(HeaderValue::new(
            HeaderName::new_from_ascii_str(name),
            value.to_owned(),
        ));
    }
    Ok(Wire {
        from,
        to,
        bytes: message.formatted(),
    })
}

fn address(email: &Email) -> Option<Address> {
    email.as_str().parse().ok()
}

/// Without line breaks and other control characters, so that no header can follow.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn nothing_in_a_letter_can_add_a_header() {
        let sender = Sender {
            name: "Stoa\r\nBcc: all@evil.test".to_owned(),
            email: "noreply@academy.kz".parse().unwrap(),
            reply_to: None,
        };
        let letter = OutgoingLetter {
            id: "0-1".to_owned(),
            to: "anna@mail.ru".parse().unwrap(),
            subject: "Пароль\r\nBcc: all@evil.test\n\nbody".to_owned(),
            text: ".\r\n.\r\n".to_owned(),
            html: "<p>.</p>".to_owned(),
            at: DateTime::UNIX_EPOCH,
        };
        let wire = wire(&sender, &letter).unwrap();
        let text = String::from_utf8(wire.bytes).unwrap();
        let (headers, _) = text.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> = headers
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split_once(':').unwrap().0.to_ascii_lowercase())
            .collect();
        assert!(!names.contains(&"bcc".to_owned()), "{headers}");
        assert_eq!(names.iter().filter(|name| *name == "subject").count(), 1);
        assert!(names.contains(&"auto-submitted".to_owned()), "{headers}");
    }
}
