use stoa_core::Ambient;
use stoa_db_main::identity::users;
use stoa_domain::PersonName;
use stoa_pg::{DbError, MainTx};

use crate::audit::insert;
use crate::{Actor, AuditAction, AuditEvent, ClientInfo, Origin};

/// Gives the person who asks another name, where identity keeps it, and notes that in the audit; nothing happens when it
/// is the name already. The profile has the same name and is the caller's to change, in the same transaction.
///
/// # Errors
/// [`DbError::RowCount`] when the person is gone.
pub async fn rename_own(
    tx: &MainTx,
    ambient: &Ambient,
    (actor, client): (&Actor, &ClientInfo),
    name: &PersonName,
) -> Result<(), DbError> {
    let (id, now) = (actor.user_id, ambient.now());
    users::lock(tx, id).await?;
    let before = users::find_in(tx, id).await?;
    let before = before.ok_or(DbError::RowCount { want: 1, got: 0 })?;
    if before.display_name.as_deref() == Some(name.as_str()) {
        return Ok(());
    }
    users::save_name(tx, id, name.as_str(), now).await?;
    let event = AuditEvent::about(AuditAction::UserUpdated, id).detail("fields", vec!["name"]);
    let origin = Origin::actor(actor, client);
    insert(tx, ambient, actor.community_id, &origin, event, now).await
}
