//! From a row of the ledger to a letter in its final form.

use chrono::{DateTime, Utc};
use stoa_connect::OutgoingLetter;
use stoa_core::{ExposeSecret as _, SecretString};
use stoa_db_main::identity::letters::LetterRow;
use stoa_domain::Email;
use stoa_mail::{Asked, Key, LetterKind, Site, render};

use super::details::Details;
use crate::Minted;

/// A letter that may be sent now.
pub(super) struct Draft {
    pub(super) row: LetterRow,
    pub(super) kind: LetterKind,
    pub(super) details: Details,
    /// The link and the code of this sending.
    pub(super) minted: Option<Minted>,
}

/// Whose letters these are.
pub(super) struct House<'a> {
    pub(super) name: &'a str,
    pub(super) origin: &'a str,
}

/// The letter as it leaves.
///
/// # Errors
/// When a template cannot be rendered.
pub(super) fn compose(
    draft: &Draft,
    house: &House<'_>,
    now: DateTime<Utc>,
) -> Result<OutgoingLetter, stoa_mail::RenderError> {
    let (row, details) = (&draft.row, &draft.details);
    let link = link(draft, house.origin);
    let new_email = details
        .new_email
        .as_deref()
        .and_then(|e| Email::parse(e).ok());
    // As they were made: the moments until the letter is written are nobody's concern, and would make hours of minutes.
    let life = draft.minted.as_ref();
    let life = life.map(|minted| minted.expires_at - minted.made_at);
    let letter = stoa_mail::Letter {
        kind: draft.kind,
        locale: row.locale,
        site: Site {
            name: house.name,
            origin: house.origin,
        },
        person: row.display_name.as_deref(),
        key: Key {
            link: link.as_ref().map(|link| (link.expose_secret(), life)),
            code: code(draft),
        },
        asked: Asked {
            at: row.requested_at,
            network: details.network.as_deref(),
            user_agent: details.user_agent.as_deref(),
        },
        new_email: new_email.as_ref(),
        account: details.account.as_deref(),
        invited_by: details.invited_by.as_deref(),
    };
    let rendered = render(&letter)?;
    Ok(OutgoingLetter {
        id: message_id(draft),
        to: row.email.clone(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        at: now,
    })
}

/// An invitation without another target leads to our own page for the first password; a notice leads to the sign-in.
fn link(draft: &Draft, origin: &str) -> Option<SecretString> {
    let Some(minted) = &draft.minted else {
        return Some(SecretString::from(format!("{origin}/login")));
    };
    if draft.kind == LetterKind::Invite && draft.row.redirect_to.is_none() {
        let token = minted.token.expose_secret();
        return Some(SecretString::from(format!("{origin}/invite/{token}")));
    }
    minted.link.clone()
}

/// An invitation lives for days and its code for minutes: it is left out there.
fn code(draft: &Draft) -> Option<(&str, chrono::TimeDelta)> {
    let minted = draft.minted.as_ref()?;
    let code = minted.code.expose_secret();
    let life = minted.code_expires_at - minted.made_at;
    (draft.kind != LetterKind::Invite).then_some((code, life))
}

/// Mail programs show one letter of a name once: that is right for a notice, and wrong for a new link.
fn message_id(draft: &Draft) -> String {
    let (id, sending) = (draft.row.id, draft.row.sendings.saturating_add(1));
    match draft.minted {
        Some(_) => format!("{id}.{sending}"),
        None => id.to_string(),
    }
}
