//! Before the call: what the letter says is known, and `sending` is on disk together with the hashes of its secrets.

use stoa_db_main::identity::letters::{self, LetterChange, LetterRow, LetterState};
use stoa_db_main::identity::scope;
use stoa_jobs::Outcome;
use stoa_mail::LetterKind;
use stoa_pg::{DbError, MainTx};
use uuid::Uuid;

use super::compose::Draft;
use super::details::Details;
use super::letter::purpose;
use super::postman::Postman;
use crate::MintRequest;
use crate::service::finish;

/// What the job finds.
pub(super) enum Taken {
    /// It may be sent, and that is committed.
    Draft(Box<Draft>),
    /// There is nothing to send, now or ever.
    Settled(Outcome),
}

/// Why a letter is not sent.
enum Rest {
    Held,
    Dropped,
    Unreadable,
}

impl Postman {
    /// Locks the letter and makes its secrets, if it may be sent.
    pub(super) async fn take(&self, id: Uuid) -> Result<Taken, DbError> {
        let tx = self.inner.db.begin(&scope()).await?;
        let work = self.take_within(&tx, id).await;
        finish(tx, work).await
    }

    async fn take_within(&self, tx: &MainTx, id: Uuid) -> Result<Taken, DbError> {
        let Some(row) = letters::lock(tx, id).await? else {
            return Ok(Taken::Settled(Outcome::Done));
        };
        if row.state.is_end() {
            return Ok(Taken::Settled(Outcome::Done));
        }
        let Some((kind, details)) = read(&row) else {
            return self.rest(tx, &row, &Rest::Unreadable).await;
        };
        if !is_needed(kind, &row) {
            return self.rest(tx, &row, &Rest::Dropped).await;
        }
        if self.mailer.is_none() {
            return self.rest(tx, &row, &Rest::Held).await;
        }
        let now = self.inner.ambient.now();
        letters::save_sending(tx, id, now).await?;
        let minted = match purpose(kind) {
            None => None,
            Some(purpose) => {
                let request = MintRequest {
                    purpose,
                    user_id: row.user_id,
                    email: &row.email,
                    redirect_to: row.redirect_to.as_deref(),
                    flow_id: row.flow_id,
                };
                Some(self.inner.mint(tx, &request, now).await?)
            }
        };
        Ok(Taken::Draft(Box::new(Draft {
            row,
            kind,
            details,
            minted,
        })))
    }

    async fn rest(&self, tx: &MainTx, row: &LetterRow, rest: &Rest) -> Result<Taken, DbError> {
        let (state, failure, outcome) = match rest {
            Rest::Held => {
                let why = ("not_configured", "mail is not configured");
                (LetterState::Held, Some(why), Outcome::Done)
            }
            Rest::Dropped => (LetterState::Dropped, None, Outcome::Done),
            Rest::Unreadable => {
                let reason = "this release does not know the letter".to_owned();
                let why = ("unreadable", "this release does not know the letter");
                (LetterState::Failed, Some(why), Outcome::Fail { reason })
            }
        };
        let change = LetterChange { state, failure };
        letters::save_state(tx, row.id, row.sendings, change, self.inner.ambient.now()).await?;
        tracing::debug!(letter.id = %row.id, letter.state = state.as_str(), "a letter is not sent");
        Ok(Taken::Settled(outcome))
    }
}

fn read(row: &LetterRow) -> Option<(LetterKind, Details)> {
    let kind = row.kind.parse().ok()?;
    let details = serde_json::from_value(row.details.clone()).ok()?;
    Some((kind, details))
}

/// Whether anybody still has a use for it: accounts go, addresses get confirmed, passwords get set meanwhile.
fn is_needed(kind: LetterKind, row: &LetterRow) -> bool {
    row.alive
        && match kind {
            LetterKind::ConfirmSignUp => row.email_confirmed_at.is_none(),
            LetterKind::Invite => !row.has_password,
            _ => true,
        }
}
