//! The fake, spoken to by hand: it must be right before anything is held against it.
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use super::{FakeSmtp, SmtpFault};

struct Hand(BufReader<TcpStream>);

impl Hand {
    async fn at(fake: &FakeSmtp) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", fake.port()))
            .await
            .unwrap();
        Self(BufReader::new(stream))
    }

    /// Says a line and hears the code of the whole answer; 0 when the line is dead.
    async fn say(&mut self, line: &str) -> u16 {
        let line = format!("{line}\r\n");
        self.0.get_mut().write_all(line.as_bytes()).await.unwrap();
        self.hear().await
    }

    async fn hear(&mut self) -> u16 {
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line).await.unwrap_or(0) == 0 {
                return 0;
            }
            if line.as_bytes().get(3) == Some(&b' ') {
                return line[..3].parse().unwrap();
            }
        }
    }

    async fn sign_in(&mut self) {
        assert_eq!(self.hear().await, 220);
        assert_eq!(self.say("EHLO me").await, 250);
        // \0stoa\0the-fake-mail-password
        let plain = "AUTH PLAIN AHN0b2EAdGhlLWZha2UtbWFpbC1wYXNzd29yZA==";
        assert_eq!(self.say(plain).await, 235);
    }

    async fn address(&mut self) {
        assert_eq!(self.say("MAIL FROM:<a@b.kz>").await, 250);
        assert_eq!(self.say("rcpt to:<c@d.kz>").await, 250);
    }
}

#[tokio::test]
async fn a_letter_is_kept_with_its_dots() {
    let fake = FakeSmtp::start().await;
    let mut hand = Hand::at(&fake).await;
    hand.sign_in().await;
    hand.address().await;
    assert_eq!(hand.say("DATA").await, 354);
    let letter = "Subject: =?utf-8?B?0J/RgNC40LLQtdGC?=\r\n\r\n..\r\n...two\r\nend\r\n.";
    assert_eq!(hand.say(letter).await, 250);
    assert_eq!(hand.say("QUIT").await, 221);
    let letters = fake.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(
        (letters[0].from.as_str(), letters[0].to.as_str()),
        ("a@b.kz", "c@d.kz")
    );
    assert_eq!(letters[0].subject, "Привет");
    assert!(letters[0].source.ends_with("\r\n.\r\n..two\r\nend\r\n"));
}

#[tokio::test]
async fn what_is_out_of_order_is_refused() {
    let fake = FakeSmtp::start().await;
    let mut hand = Hand::at(&fake).await;
    assert_eq!(hand.hear().await, 220);
    assert_eq!(hand.say("MAIL FROM:<a@b.kz>").await, 530);
    assert_eq!(hand.say("AUTH PLAIN AHN0b2EAd3Jvbmc=").await, 535);
    assert_eq!(hand.say("DATA").await, 503);
    assert_eq!(hand.say("VRFY x").await, 500);
    assert_eq!(hand.say("AUTH LOGIN").await, 334);
    assert_eq!(hand.say("c3RvYQ==").await, 334);
    let password = "dGhlLWZha2UtbWFpbC1wYXNzd29yZA==";
    assert_eq!(hand.say(password).await, 235);
    assert_eq!(hand.say("RCPT TO:<c@d.kz>").await, 503);
    assert_eq!(hand.say("MAIL a@b.kz").await, 501);
}

#[tokio::test]
async fn a_fault_is_for_one_conversation() {
    let fake = FakeSmtp::start().await;
    fake.push(SmtpFault::Recipient(450, "4.2.0 greylisted"));
    fake.push(SmtpFault::KeptAnswerLost);
    let mut hand = Hand::at(&fake).await;
    hand.sign_in().await;
    assert_eq!(hand.say("MAIL FROM:<a@b.kz>").await, 250);
    assert_eq!(hand.say("RCPT TO:<c@d.kz>").await, 450);
    let mut hand = Hand::at(&fake).await;
    hand.sign_in().await;
    hand.address().await;
    assert_eq!(hand.say("DATA").await, 354);
    assert_eq!(hand.say("x\r\n.").await, 0);
    assert_eq!(fake.letters().len(), 1);
    fake.go_down().await;
    assert!(
        TcpStream::connect(("127.0.0.1", fake.port()))
            .await
            .is_err()
    );
    fake.come_up().await;
    assert_eq!(Hand::at(&fake).await.hear().await, 220);
}
