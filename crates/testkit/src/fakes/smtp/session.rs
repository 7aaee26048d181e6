use std::{io, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::net::TcpStream;

use super::{FakeSmtp, Shared, SmtpFault, wire::Wire};

/// So many bytes of a letter are read before the line is cut in its middle.
const MIDDLE: usize = 200;

/// One conversation: its state is what was said so far.
struct Session {
    wire: Wire,
    shared: Arc<Shared>,
    fault: Option<SmtpFault>,
    signed_in: bool,
    is_encrypted: bool,
    from: Option<String>,
    to: Option<String>,
}

/// Whether the conversation goes on.
type Goes = io::Result<bool>;

/// Speaks until the caller goes or the line is cut. An error is a caller that went away.
pub(super) async fn converse(stream: TcpStream, shared: Arc<Shared>) {
    let fault = shared.draw();
    let mut session = Session {
        wire: Wire::new(stream),
        shared,
        fault,
        signed_in: false,
        is_encrypted: false,
        from: None,
        to: None,
    };
    drop(session.speak().await);
}

impl Session {
    async fn speak(&mut self) -> io::Result<()> {
        if self.fault == Some(SmtpFault::CutAtOnce) {
            return Ok(());
        }
        self.wire.say(220, "fake.test ESMTP").await?;
        while let Some(line) = self.wire.line().await? {
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let word = word.to_ascii_uppercase();
            self.shared.note(&word);
            if !self.obey(&word, rest).await? {
                break;
            }
        }
        Ok(())
    }

    async fn obey(&mut self, word: &str, rest: &str) -> Goes {
        match word {
            "EHLO" => {
                let login = if self.wants_tls() {
                    "STARTTLS"
                } else {
                    "AUTH PLAIN LOGIN"
                };
                let offers = ["fake.test", "8BITMIME", login, "SIZE 4194304"];
                self.wire.say_all(250, &offers).await?;
            }
            "STARTTLS" => self.encrypt().await?,
            "AUTH" | "MAIL" if self.wants_tls() => {
                let text = "5.7.0 Must issue a STARTTLS command first";
                self.wire.say(530, text).await?;
            }
            "HELO" | "NOOP" => self.wire.say(250, "fine").await?,
            "AUTH" => self.auth(rest).await?,
            "MAIL" => self.mail(rest).await?,
            "RCPT" => self.rcpt(rest).await?,
            "DATA" => return self.data().await,
            "RSET" => {
                (self.from, self.to) = (None, None);
                self.wire.say(250, "forgotten").await?;
            }
            "QUIT" => {
                self.wire.say(221, "bye").await?;
                return Ok(false);
            }
            _ => self.wire.say(500, "5.5.2 unknown command").await?,
        }
        Ok(true)
    }

    fn wants_tls(&self) -> bool {
        self.shared.tls.is_some() && !self.is_encrypted
    }

    async fn encrypt(&mut self) -> io::Result<()> {
        let Some(tls) = self.shared.tls.as_ref().filter(|_| !self.is_encrypted) else {
            return self.wire.say(502, "5.5.1 no TLS here").await;
        };
        let acceptor = tls.acceptor();
        self.wire.say(220, "2.0.0 ready to start TLS").await?;
        self.wire.encrypt(&acceptor).await?;
        self.is_encrypted = true;
        (self.signed_in, self.from, self.to) = (false, None, None);
        Ok(())
    }

    async fn auth(&mut self, rest: &str) -> io::Result<()> {
        let mut words = rest.split_whitespace();
        let mechanism = words.next().unwrap_or_default().to_ascii_uppercase();
        let first = words.next().map(str::to_owned);
        let said = match mechanism.as_str() {
            "PLAIN" => {
                let initial = match first {
                    Some(initial) => initial,
                    None => self.ask("").await?,
                };
                let plain = decoded(&initial);
                let mut parts = plain.split('\0').skip(1).map(str::to_owned);
                parts.next().zip(parts.next())
            }
            "LOGIN" => {
                let user = match first {
                    Some(user) => user,
                    None => self.ask("VXNlcm5hbWU6").await?,
                };
                let password = self.ask("UGFzc3dvcmQ6").await?;
                Some((decoded(&user), decoded(&password)))
            }
            _ => return self.wire.say(504, "5.5.4 unknown mechanism").await,
        };
        let own = (FakeSmtp::USER.to_owned(), FakeSmtp::PASSWORD.to_owned());
        self.signed_in = self.fault != Some(SmtpFault::LoginRefused) && said == Some(own);
        if self.signed_in {
            self.wire.say(235, "2.7.0 welcome").await
        } else {
            let text = "5.7.8 Username and Password not accepted";
            self.wire.say(535, text).await
        }
    }

    async fn ask(&mut self, challenge: &str) -> io::Result<String> {
        self.wire.say(334, challenge).await?;
        Ok(self.wire.line().await?.unwrap_or_default())
    }

    async fn mail(&mut self, rest: &str) -> io::Result<()> {
        if !self.signed_in {
            return self.wire.say(530, "5.7.0 Authentication required").await;
        }
        if let Some(SmtpFault::Sender(code, text)) = self.fault {
            return self.wire.say(code, text).await;
        }
        self.from = path(rest, "FROM:");
        match self.from {
            Some(_) => self.wire.say(250, "2.1.0 sender ok").await,
            None => {
                self.wire
                    .say(501, "5.5.4 syntax: MAIL FROM:<address>")
                    .await
            }
        }
    }

    async fn rcpt(&mut self, rest: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.wire.say(503, "5.5.1 MAIL first").await;
        }
        match self.fault.clone() {
            Some(SmtpFault::Recipient(code, text)) => return self.wire.say(code, text).await,
            Some(SmtpFault::SilentAtRecipient(time)) => tokio::time::sleep(time).await,
            _ => {}
        }
        self.to = path(rest, "TO:");
        match self.to {
            Some(_) => self.wire.say(250, "2.1.5 recipient ok").await,
            None => self.wire.say(501, "5.5.4 syntax: RCPT TO:<address>").await,
        }
    }

    async fn data(&mut self) -> Goes {
        let (Some(from), Some(to)) = (self.from.take(), self.to.take()) else {
            self.wire.say(503, "5.5.1 MAIL and RCPT first").await?;
            return Ok(true);
        };
        self.wire.say(354, "go ahead").await?;
        let fault = self.fault.clone();
        let at_most = (fault == Some(SmtpFault::CutInLetter)).then_some(MIDDLE);
        let Some(letter) = self.wire.letter(at_most).await? else {
            return Ok(false);
        };
        if let Some(SmtpFault::Letter(code, text)) = fault {
            self.wire.say(code, text).await?;
            return Ok(true);
        }
        self.shared.keep(&from, &to, &letter);
        match fault {
            Some(SmtpFault::KeptAnswerLost) => return Ok(false),
            Some(SmtpFault::SlowAnswer(time)) => tokio::time::sleep(time).await,
            _ => {}
        }
        self.wire.say(250, "2.0.0 queued as FAKE1").await?;
        Ok(true)
    }
}

/// The address of `FROM:<a@b> SIZE=1`.
fn path(rest: &str, word: &str) -> Option<String> {
    let start = rest.get(..word.len())?;
    let rest = start
        .eq_ignore_ascii_case(word)
        .then(|| &rest[word.len()..])?;
    let (address, _) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    Some(address.to_owned())
}

fn decoded(text: &str) -> String {
    let bytes = STANDARD.decode(text.trim()).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
