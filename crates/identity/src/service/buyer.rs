use stoa_core::UserId;
use stoa_db_main::identity::{roles, scope, users};
use stoa_domain::{Email, PersonName, Phone, Role};
use stoa_pg::{DbError, MainTx};

mod error;

pub use error::BuyerAccountError;

use super::roles::is_staff;
use super::{Identity, Inner, NewUser, finish};
use crate::live::Forgotten;
use crate::{AuditAction, Origin, User};

const TRIES: usize = 3;

impl Identity {
    /// The account of a buyer: the one that the address has, or a new one without a password. Says whether it was
    /// somebody's before. Of an existing account nothing changes but that its owner is a student from now on.
    ///
    /// What a person has paid for never goes to whoever typed the person's address first. An account that waits for its
    /// letter, and that nobody was ever in, becomes the sale's: a password or another way in that somebody chose for it is
    /// taken away. One that somebody is in is not the buyer's until its address is proved.
    ///
    /// Safe to repeat: the second call finds what the first made.
    ///
    /// # Errors
    /// `buyer.address_unproved` (409); [`Fault`](crate::Fault).
    #[tracing::instrument(name = "identity.user.find_or_create_buyer", skip_all)]
    pub async fn find_or_create_buyer(
        &self,
        email: &Email,
        name: &PersonName,
        phone: Option<&Phone>,
        by: &Origin,
    ) -> Result<(UserId, bool), BuyerAccountError> {
        let new = NewUser {
            name: Some(name.clone()),
            phone: phone.cloned(),
            roles: [Role::Student].into(),
            ..NewUser::new(email.clone())
        };
        // Between a clash and the look at what it clashed with, that user may be deleted: then there is room again.
        for _ in 0..TRIES {
            if let Some(answer) = self.buyer_once(&new, by).await? {
                return Ok(answer);
            }
        }
        Err(DbError::RowCount { want: 1, got: 0 }.into())
    }

    async fn buyer_once(
        &self,
        new: &NewUser,
        by: &Origin,
    ) -> Result<Option<(UserId, bool)>, BuyerAccountError> {
        let inner = &self.inner;
        let tx = inner.db.begin(&scope()).await?;
        let work = inner.buyer_within(&tx, new, by).await;
        let whose = work.as_ref().ok().copied().flatten().map(|(id, _)| id);
        let _forgotten = whose.map(|id| inner.live.forget_at_end(Forgotten::User(id)));
        finish(tx, work).await
    }
}

impl Inner {
    async fn buyer_within(
        &self,
        tx: &MainTx,
        new: &NewUser,
        by: &Origin,
    ) -> Result<Option<(UserId, bool)>, BuyerAccountError> {
        let id = UserId::new(&self.ambient);
        if self.insert_user(tx, id, new, by).await? {
            return Ok(Some((id, false)));
        }
        let Some(user) = self.locked_owner(tx, new.email.as_str()).await? else {
            return Ok(None);
        };
        let (role, now) = (Role::Student, self.ambient.now());
        let is_somebodys = match ownership(&user) {
            Ownership::Theirs => true,
            Ownership::Doubtful => return Err(BuyerAccountError::Unproved),
            Ownership::Nobodys => {
                let closed = self.close_but_links(tx, user.id, now).await?;
                let why = ("sold before the address was proved", by);
                self.audit_closed(tx, user.id, closed, why, now).await?;
                false
            }
        };
        if roles::insert(tx, user.id, role, by.user_id(), now).await? {
            self.audit_role(tx, AuditAction::RoleGranted, (user.id, role), by)
                .await?;
        }
        Ok(Some((user.id, is_somebodys)))
    }

    /// Who has the address, their row locked: read again behind the lock, since the owner may be proving it just now.
    async fn locked_owner(&self, tx: &MainTx, email: &str) -> Result<Option<User>, DbError> {
        let Some(found) = users::find_by_email_in(tx, email).await? else {
            return Ok(None);
        };
        if users::lock(tx, found.id).await?.is_none() {
            return Ok(None);
        }
        let user = users::find_in(tx, found.id).await?;
        Ok(user.filter(|user| user.email.as_deref() == Some(email)))
    }
}

/// Whose an account is that has a buyer's address.
enum Ownership {
    /// The owner's of the address. Who works here had their doubtful ways in closed when they were promoted.
    Theirs,
    /// Nobody's: a letter is still to be answered, and nobody was ever in.
    Nobodys,
    /// Of whoever typed the address.
    Doubtful,
}

fn ownership(user: &User) -> Ownership {
    if user.email_proof.is_proved() || is_staff(user.roles) {
        Ownership::Theirs
    } else if user.email_proof.is_waiting() && user.last_sign_in_at.is_none() {
        Ownership::Nobodys
    } else {
        Ownership::Doubtful
    }
}
