use askama::Template;
use stoa_domain::Role;

use super::{AuditRow, PersonRow};
use crate::pages::account::SessionRow;
use crate::pages::desk::InviteLink;
use crate::{Panel, Shell};

/// `/admin/users/{id}`. Posts below the same address: `roles` (the chosen ones as `role`), `ban` (`hours`), `unban`, `invite`,
/// `second-factor/remove`, `sessions/{id}/end`, `sessions/end`; what is dangerous is asked once more.
#[derive(Debug, Clone, Template)]
#[template(path = "people/person.html")]
pub struct PersonPage {
    /// The page around it.
    pub shell: Shell,
    /// The person.
    pub person: PersonRow,
    /// Whether it is the administrator who looks: nobody bans the own account or takes the own role away.
    pub is_me: bool,
    /// Whether there is a password already.
    pub has_password: bool,
    /// Whether the person can be invited: there is no password yet, and an address to send the link to.
    pub may_invite: bool,
    /// An invite that was just made. It is shown once, on this page only.
    pub invite: Option<InviteLink>,
    /// Where the person is signed in.
    pub sessions: Panel<Vec<SessionRow>>,
    /// The latest of what happened to the account, the newest first.
    pub events: Panel<Vec<AuditRow>>,
}

impl PersonPage {
    /// How long an account can be closed for, in hours: a day, a week, a month, a hundred years.
    pub(crate) const BANS: [(u32, &'static str); 4] = [
        (24, "ban-day"),
        (24 * 7, "ban-week"),
        (24 * 30, "ban-month"),
        (24 * 36_525, "ban-ever"),
    ];

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "templates pass references"
    )]
    pub(crate) fn has(&self, role: &Role) -> bool {
        self.person.roles.contains(*role)
    }

    pub(crate) fn sessions_path(&self) -> String {
        format!("/admin/users/{}/sessions", self.person.id)
    }
}
