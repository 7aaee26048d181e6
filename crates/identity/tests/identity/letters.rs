//! From the wish for a letter to the mail server, and what happens when the server is not what it should be.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use stoa_connect::{
    Mailer, Outbox, OutboxItem, RecordingMailer, Security, Sender, SmtpLogin, SmtpMailer,
    SmtpOptions, SmtpServer,
};
use stoa_core::{Clock, ManualClock, SecretString};
use stoa_domain::{Email, Locale};
use stoa_identity::{
    Ban, ClientInfo, Letter, LetterState, MailRequest, OpenToken, Origin, Postman, User,
    purposes_of_type,
};
use stoa_jobs::{Now, Ran, Tally, run_now};
use stoa_pg::Scope;
use stoa_testkit::fakes::{FakeLetter, FakeSmtp, SmtpFault};
use uuid::Uuid;

use crate::world::{EMAIL, World};

const VERIFY: &str = "https://stoa.test/auth/v1/verify?token=";

/// A world with a mail server.
struct Mail {
    world: World,
    fake: FakeSmtp,
    user: User,
}

impl Mail {
    async fn new() -> Self {
        let world = World::new().await;
        let user = world.user().await;
        let fake = FakeSmtp::start().await;
        Self { world, fake, user }
    }

    fn postman(&self) -> Arc<Postman> {
        let server = SmtpServer {
            host: "127.0.0.1".to_owned(),
            port: self.fake.port(),
            security: Security::None,
            login: Some(SmtpLogin {
                user: FakeSmtp::USER.to_owned(),
                password: SecretString::from(FakeSmtp::PASSWORD),
            }),
        };
        let sender = Sender {
            name: "Stoa".to_owned(),
            email: "noreply@stoa.test".parse().unwrap(),
            reply_to: None,
        };
        let mailer = SmtpMailer::new(server, sender, SmtpOptions::default());
        Arc::new(self.world.identity.postman(Some(Arc::new(mailer)), "Stoa"))
    }

    /// Asks for a letter to the person; gives the key of its job.
    async fn ask(&self, letter: Letter) -> String {
        let (to, client) = (email(), ClientInfo::new(Some("Firefox/1 Windows"), None));
        let request = MailRequest::new(letter, self.user.id, &to).asked_by(&client);
        self.ask_for(request).await
    }

    async fn ask_for(&self, request: MailRequest<'_>) -> String {
        let tx = self
            .world
            .db
            .db
            .begin(&Scope::service("test"))
            .await
            .unwrap();
        self.world
            .identity
            .request_mail(&tx, request)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let newest = "select key from ops.job order by id desc limit 1";
        let admin = self.world.db.admin().await;
        admin.query_one(newest, &[]).await.unwrap().get(0)
    }

    async fn run(&self, postman: &Arc<Postman>, key: &str) -> Ran {
        let handler = Arc::<Postman>::clone(postman);
        let patience = std::time::Duration::from_secs(20);
        run_now(
            &self.world.db.db,
            &self.world.ambient,
            Now::direct(handler, key, patience),
            &Tally::default(),
        )
        .await
        .unwrap()
    }

    async fn states(&self) -> Vec<LetterState> {
        let counts = self.world.identity.letter_counts().await.unwrap();
        counts.into_iter().map(|count| count.state).collect()
    }

    async fn open(&self, kind: &str, link: &str) -> Option<OpenToken> {
        let token = link
            .strip_prefix(VERIFY)
            .unwrap()
            .split('&')
            .next()
            .unwrap();
        let tx = self
            .world
            .db
            .db
            .begin(&Scope::service("test"))
            .await
            .unwrap();
        let purposes = purposes_of_type(kind).unwrap();
        let found = self.world.identity.redeem_link(&tx, purposes, token).await;
        tx.commit().await.unwrap();
        found.unwrap()
    }

    async fn enter(&self, kind: &str, code: &str) -> Option<OpenToken> {
        let tx = self
            .world
            .db
            .db
            .begin(&Scope::service("test"))
            .await
            .unwrap();
        let purposes = purposes_of_type(kind).unwrap();
        let identity = &self.world.identity;
        let found = identity.redeem_code(&tx, purposes, &email(), code).await;
        tx.commit().await.unwrap();
        found.unwrap()
    }
}

fn email() -> Email {
    EMAIL.parse().unwrap()
}

fn link(letter: &FakeLetter) -> String {
    letter.link(VERIFY).unwrap()
}

#[tokio::test]
async fn a_letter_arrives_and_its_link_and_its_code_work() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    for (kind, by_code) in [(Letter::Recovery, false), (Letter::MagicLink, true)] {
        let word = kind.purpose().unwrap().as_str();
        let key = mail.ask(kind).await;
        assert_eq!(mail.run(&postman, &key).await, Ran::Done);
        let letter = mail.fake.letters().pop().unwrap();
        assert_eq!(
            (letter.from.as_str(), letter.to.as_str()),
            ("noreply@stoa.test", EMAIL)
        );
        assert!(letter.text.contains("Anna") && letter.text.contains("Firefox, Windows"));
        let found = if by_code {
            mail.enter(word, &letter.code().unwrap()).await
        } else {
            mail.open(word, &link(&letter)).await
        };
        assert_eq!(found.unwrap().user_id, mail.user.id);
    }
    assert_eq!(mail.states().await, []);
}

#[tokio::test]
async fn while_the_mail_server_is_gone_the_letter_waits_and_is_sent_once_when_it_returns() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    mail.fake.go_down().await;
    let key = mail.ask(Letter::Recovery).await;
    for _ in 0..20 {
        assert!(matches!(mail.run(&postman, &key).await, Ran::Later { .. }));
    }
    assert_eq!(mail.states().await, [LetterState::Waiting]);
    mail.fake.come_up().await;
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    assert_eq!(mail.run(&postman, &key).await, Ran::NotReady);
    let letters = mail.fake.letters();
    assert_eq!(letters.len(), 1);
    assert!(mail.open("recovery", &link(&letters[0])).await.is_some());
}

#[tokio::test]
async fn when_the_answer_is_lost_a_second_letter_comes_and_only_its_link_works() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    mail.fake.push(SmtpFault::KeptAnswerLost);
    let key = mail.ask(Letter::Recovery).await;
    assert!(matches!(mail.run(&postman, &key).await, Ran::Later { .. }));
    assert_eq!(mail.states().await, [LetterState::Sending]);
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    let letters = mail.fake.letters();
    assert_eq!(letters.len(), 2);
    assert_ne!(letters[0].message_id, letters[1].message_id);
    assert!(mail.open("recovery", &link(&letters[0])).await.is_none());
    assert!(mail.open("recovery", &link(&letters[1])).await.is_some());
}

#[tokio::test]
async fn a_notice_whose_answer_is_lost_keeps_its_name_and_two_repeats_are_the_most() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    let key = mail.ask(Letter::PasswordChanged).await;
    for _ in 0..2 {
        mail.fake.push(SmtpFault::KeptAnswerLost);
        assert!(matches!(mail.run(&postman, &key).await, Ran::Later { .. }));
    }
    mail.fake.push(SmtpFault::KeptAnswerLost);
    assert!(matches!(mail.run(&postman, &key).await, Ran::Dead { .. }));
    assert_eq!(mail.states().await, [LetterState::Failed]);
    let names: std::collections::BTreeSet<_> = mail
        .fake
        .letters()
        .into_iter()
        .map(|letter| letter.message_id)
        .collect();
    assert_eq!(names.len(), 1, "mail programs show one of them");
}

#[tokio::test]
async fn a_refusal_for_now_comes_again_and_one_for_ever_is_told() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    let key = mail.ask(Letter::MagicLink).await;
    mail.fake
        .push(SmtpFault::Recipient(450, "4.2.0 greylisted"));
    assert!(matches!(mail.run(&postman, &key).await, Ran::Later { .. }));
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    let key = mail.ask(Letter::MagicLink).await;
    mail.fake
        .push(SmtpFault::Recipient(550, "5.1.1 <anna@mail.ru> unknown"));
    assert!(matches!(mail.run(&postman, &key).await, Ran::Dead { .. }));
    assert_eq!(mail.states().await, [LetterState::Failed]);
    let quoted = "select count(*) from auth.letters where error like '%anna@mail.ru%'";
    assert_eq!(mail.world.count(quoted).await, 0);
}

#[tokio::test]
async fn without_a_mail_server_letters_are_held_and_go_once_there_is_one() {
    let mail = Mail::new().await;
    let nobody = Arc::new(mail.world.identity.postman(None, "Stoa"));
    let key = mail.ask(Letter::Recovery).await;
    assert_eq!(mail.run(&nobody, &key).await, Ran::Done);
    assert_eq!(mail.states().await, [LetterState::Held]);
    assert_eq!(nobody.release_held().await.unwrap(), 0);
    let tokens = "select count(*) from auth.one_time_tokens";
    assert_eq!(mail.world.count(tokens).await, 0);
    let postman = mail.postman();
    mail.world.pass(TimeDelta::hours(30));
    assert_eq!(postman.release_held().await.unwrap(), 1);
    assert_eq!(postman.release_held().await.unwrap(), 0);
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    let letters = mail.fake.letters();
    assert_eq!(letters.len(), 1);
    assert!(mail.open("recovery", &link(&letters[0])).await.is_some());
}

/// A clock that goes on a little whenever it is looked at.
#[derive(Debug)]
struct Ticking(ManualClock);

impl Clock for Ticking {
    fn now(&self) -> DateTime<Utc> {
        self.0.advance(TimeDelta::milliseconds(1));
        self.0.now()
    }
}

#[tokio::test]
async fn a_letter_names_the_whole_life_of_its_link_and_of_its_code() {
    let mut mail = Mail::new().await;
    let clock = Ticking(ManualClock::at(mail.world.ambient.now()));
    mail.world.identity = mail.world.by_clock(Arc::new(clock)).await;
    let postman = mail.postman();
    let unset = "delete from auth.credentials";
    mail.world.arrange(unset, &[]).await;
    for (letter, lives) in [
        (Letter::Invite { invited_by: None }, vec!["3 days"]),
        (Letter::Recovery, vec!["1 hour", "10 minutes"]),
    ] {
        let to = email();
        let request = MailRequest::new(letter, mail.user.id, &to).in_locale(Some(Locale::En));
        let key = mail.ask_for(request).await;
        assert_eq!(mail.run(&postman, &key).await, Ran::Done);
        let letter = mail.fake.letters().pop().unwrap();
        for life in lives {
            assert!(letter.text.contains(life), "{life}: {}", letter.text);
        }
    }
}

#[tokio::test]
async fn a_letter_nobody_needs_any_more_is_not_sent() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    let keys = [
        mail.ask(Letter::ConfirmSignUp).await,
        mail.ask(Letter::Invite { invited_by: None }).await,
    ];
    for key in keys {
        assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    }
    let key = mail.ask(Letter::Recovery).await;
    let gone = "update auth.users set deleted_at = now()";
    mail.world.arrange(gone, &[]).await;
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    assert_eq!((mail.fake.letters(), mail.states().await), (vec![], vec![]));
    let dropped = "select count(*) from auth.letters where state = 'dropped'";
    assert_eq!(mail.world.count(dropped).await, 3);
}

#[tokio::test]
async fn an_invitation_leads_to_our_page_or_where_the_inviter_wants() {
    let mail = Mail::new().await;
    let postman = mail.postman();
    mail.world
        .arrange("delete from auth.credentials", &[])
        .await;
    let invited_by = Some("Марат".to_owned());
    let key = mail.ask(Letter::Invite { invited_by }).await;
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    let letter = mail.fake.letters().pop().unwrap();
    let token = letter.link("https://stoa.test/invite/").unwrap();
    let token = token.rsplit('/').next().unwrap().to_owned();
    let invited = mail.world.identity.invited_email(&token).await.unwrap();
    assert_eq!(invited.as_deref(), Some(EMAIL));
    assert!(letter.text.contains("Марат") && letter.code().is_none());
    let (letter, to) = (Letter::Invite { invited_by: None }, email());
    let request = MailRequest::new(letter, mail.user.id, &to)
        .redirecting_to(Some("https://app.test/welcome"))
        .of_flow(Some(Uuid::from_u128(7)))
        .in_locale(Some(Locale::Kk));
    let key = mail.ask_for(request).await;
    assert_eq!(mail.run(&postman, &key).await, Ran::Done);
    let letter = mail.fake.letters().pop().unwrap();
    let link = link(&letter);
    assert!(
        link.contains("pkce_") && link.contains("&type=invite&redirect_to=https%3A%2F%2Fapp.test")
    );
    assert_eq!(letter.subject, "Сізді Stoa академиясына шақырады");
}

#[tokio::test]
async fn no_secret_of_a_letter_is_stored_or_shown() {
    let mail = Mail::new().await;
    let outbox = Outbox::new(Arc::clone(&mail.world.ambient.clock));
    let mailer: Arc<dyn Mailer> = Arc::new(RecordingMailer::new(outbox.clone()));
    let recording = Arc::new(mail.world.identity.postman(Some(mailer), "Stoa"));
    let key = mail.ask(Letter::Recovery).await;
    assert_eq!(mail.run(&recording, &key).await, Ran::Done);
    let item = outbox.entries().pop().unwrap().item;
    let shown = format!("{item:?} {recording:?}");
    let OutboxItem::Letter(letter) = item else {
        panic!("{shown}");
    };
    let words = letter.text.split_whitespace();
    let link = words.clone().find(|word| word.starts_with(VERIFY)).unwrap();
    let token = link
        .strip_prefix(VERIFY)
        .unwrap()
        .split('&')
        .next()
        .unwrap();
    let code = words
        .clone()
        .find(|word| word.len() == 6 && word.parse::<u32>().is_ok());
    let admin = mail.world.db.admin().await;
    let mut stored = String::new();
    for table in [
        "ops.job",
        "ops.job_attempt",
        "auth.letters",
        "auth.one_time_tokens",
    ] {
        let sql = format!("select coalesce(string_agg(t::text, ' '), '') from {table} t");
        stored.push_str(admin.query_one(&sql, &[]).await.unwrap().get(0));
    }
    assert!(!stored.contains(token) && !shown.contains(token));
    let payload = "select payload::text from ops.job";
    let payload: String = admin.query_one(payload, &[]).await.unwrap().get(0);
    assert!(
        !payload.contains(EMAIL) && !payload.contains(code.unwrap()),
        "{payload}"
    );
    assert!(
        !shown.contains(code.unwrap()) && !shown.contains(EMAIL),
        "{shown}"
    );
}

#[tokio::test]
async fn a_letter_that_waits_when_links_die_brings_no_other_one() {
    let mail = Mail::new().await;
    let link = mail.ask(Letter::MagicLink).await;
    let notice = mail.ask(Letter::PasswordChanged).await;
    let (id, by) = (mail.user.id, Origin::system());
    let banned = Ban::For(TimeDelta::hours(1));
    mail.world.identity.ban(id, banned, &by).await.unwrap();
    let freed = mail.world.identity.ban(id, Ban::Lifted, &by);
    freed.await.unwrap();
    let postman = mail.postman();
    assert_eq!(mail.run(&postman, &link).await, Ran::Done);
    assert!(mail.fake.letters().is_empty());
    assert_eq!(mail.run(&postman, &notice).await, Ran::Done);
    assert_eq!(mail.fake.letters().len(), 1, "a notice has no link");
    assert_eq!(mail.states().await, []);
}
