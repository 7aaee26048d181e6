use askama::Template;
use stoa_domain::Role;

use super::{AuditRow, PersonRow};
use crate::pages::account::SessionRow;
use crate::pages::desk::InviteLink;
use crate::{Panel, Shell};

/// `/admin/users/{id}`. Posts below the same address: `roles` (the chosen ones as `role`), `ban` (`hours`), `unban`, `invite`,
/// `reset-link`, `second-factor/remove`, `sessions/{id}/end`, `sessions/end`; what is dangerous is asked once more.
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
    /// Which link can be made for the person.
    pub on_offer: LinkOnOffer,
    /// Whether people can ask for a link to a new password by a letter themselves.
    pub has_mail: bool,
    /// A link that was just made. It is shown once, on this page only.
    pub link: Option<HandedLink>,
    /// Where the person is signed in.
    pub sessions: Panel<Vec<SessionRow>>,
    /// The latest of what happened to the account, the newest first.
    pub events: Panel<Vec<AuditRow>>,
}

/// Which link an administrator can make for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkOnOffer {
    /// There is no password yet, and an address that the link belongs to.
    Invite,
    /// There is a password to forget, and an address.
    Reset,
    /// The account is closed or gone, or has no address.
    Nothing,
}

/// A link that an administrator hands over.
#[derive(Debug, Clone)]
pub enum HandedLink {
    /// To a first password.
    Invite(InviteLink),
    /// To a new password in place of a forgotten one.
    Reset(InviteLink),
}

impl PersonPage {
    /// How long an account can be closed for, in hours: a day, a week, a month, a hundred years.
    pub(crate) const BANS: [(u32, &'static str); 4] = [
        (24, "ban-day"),
        (24 * 7, "ban-week"),
        (24 * 30, "ban-month"),
        (24 * 36_525, "ban-ever"),
    ];

    pub(crate) fn may_invite(&self) -> bool {
        self.on_offer == LinkOnOffer::Invite
    }

    pub(crate) fn may_reset(&self) -> bool {
        self.on_offer == LinkOnOffer::Reset
    }

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
