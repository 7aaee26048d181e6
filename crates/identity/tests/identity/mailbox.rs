//! What the postman does, by hand: makes link and code of the newest letter of a kind.

use std::sync::LazyLock;

use stoa_core::{ExposeSecret as _, SecretString, UserId};
use stoa_domain::Email;
use stoa_identity::{ClientInfo, LinkWish, MintRequest, Proof, TokenPurpose};
use stoa_pg::Scope;
use uuid::Uuid;

use crate::world::{World, client};

/// Whoever asks, in tests where that does not matter.
pub(crate) fn me() -> &'static ClientInfo {
    static ME: LazyLock<ClientInfo> = LazyLock::new(client);
    &ME
}

/// A link that leads where links lead, without PKCE.
pub(crate) fn plain() -> &'static LinkWish {
    static PLAIN: LazyLock<LinkWish> = LazyLock::new(LinkWish::default);
    &PLAIN
}

/// A letter that was asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) kind: String,
    pub(crate) email: String,
    pub(crate) redirect_to: Option<String>,
    pub(crate) flow_id: Option<Uuid>,
    user_id: UserId,
}

/// A letter as its reader has it.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) asked: Asked,
    token: SecretString,
    digits: SecretString,
    link: Proof,
    code: Proof,
}

impl Received {
    pub(crate) fn link(&self) -> &Proof {
        &self.link
    }

    pub(crate) fn code(&self) -> &Proof {
        &self.code
    }

    pub(crate) fn token(&self) -> &str {
        self.token.expose_secret()
    }

    pub(crate) fn digits(&self) -> &SecretString {
        &self.digits
    }
}

impl World {
    /// Every letter that was asked for, oldest first.
    pub(crate) async fn letters(&self) -> Vec<Asked> {
        let sql =
            "select kind, email, redirect_to, flow_id, user_id from auth.letters order by ctid";
        let rows = self.db.admin().await.query(sql, &[]).await.unwrap();
        rows.into_iter()
            .map(|row| Asked {
                kind: row.get(0),
                email: row.get(1),
                redirect_to: row.get(2),
                flow_id: row.get(3),
                user_id: UserId(row.get(4)),
            })
            .collect()
    }

    pub(crate) async fn letter_kinds(&self) -> Vec<String> {
        self.letters().await.into_iter().map(|l| l.kind).collect()
    }

    /// Delivers the newest letter of a kind; its link and code take the place of former ones.
    pub(crate) async fn receive(&self, kind: &str) -> Received {
        let letters = self.letters().await;
        let asked = letters.into_iter().rfind(|letter| letter.kind == kind);
        let asked = asked.unwrap_or_else(|| panic!("no letter {kind}"));
        let purpose = match kind {
            "confirm_sign_up" => TokenPurpose::Signup,
            "magic_link" => TokenPurpose::MagicLink,
            "recovery" => TokenPurpose::Recovery,
            "invite" => TokenPurpose::Invite,
            "email_change_current" => TokenPurpose::EmailChangeCurrent,
            "email_change_new" => TokenPurpose::EmailChangeNew,
            "reauthentication" => TokenPurpose::Reauthentication,
            other => panic!("{other} has no link"),
        };
        let email: Email = asked.email.parse().unwrap();
        let request = MintRequest {
            purpose,
            user_id: asked.user_id,
            email: &email,
            redirect_to: asked.redirect_to.as_deref(),
            flow_id: asked.flow_id,
        };
        let tx = self.db.db.begin(&Scope::service("test")).await.unwrap();
        let minted = self.identity.mint(&tx, &request).await.unwrap();
        tx.commit().await.unwrap();
        Received {
            link: Proof::Link(minted.token.clone()),
            code: Proof::Code {
                email,
                code: minted.code.clone(),
            },
            asked,
            token: minted.token,
            digits: minted.code,
        }
    }
}
