//! What cannot simply be undone is asked once more, on a page of its own: no script is needed for it.

use askama::Template;

use crate::Shell;

/// A question before something dangerous. Its form posts what the first form posted, and `sure=yes`, to the same address.
#[derive(Debug, Clone, Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage {
    /// The page around it; its path is where the first form stands.
    pub shell: Shell,
    /// What is asked.
    pub question: Question,
    /// Whom or what it is about, in words.
    pub about: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// What the first form posted: names and values.
    pub kept: Vec<(&'static str, String)>,
    /// Where it leads to change one's mind.
    pub back: String,
}

/// What is asked before it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// End all of the person's own sessions but this one.
    EndOthers,
    /// Take away an own authenticator app.
    RemoveFactor,
    /// Make other recovery codes.
    NewCodes,
    /// Shut somebody out.
    Ban,
    /// End all sessions of somebody.
    EndAll,
    /// Take somebody's second factors away.
    RemoveTheirFactor,
    /// Give somebody the administrator's role.
    MakeAdmin,
}

impl Question {
    /// Every one of them.
    pub const ALL: [Self; 7] = [
        Self::EndOthers,
        Self::RemoveFactor,
        Self::NewCodes,
        Self::Ban,
        Self::EndAll,
        Self::RemoveTheirFactor,
        Self::MakeAdmin,
    ];

    /// The keys of the question, of what comes of it, and of the button.
    const fn keys(self) -> [&'static str; 3] {
        match self {
            Self::EndOthers => [
                "confirm-others",
                "confirm-others-text",
                "sessions-end-others",
            ],
            Self::RemoveFactor => ["confirm-factor", "confirm-factor-text", "factor-remove"],
            Self::NewCodes => ["confirm-codes", "confirm-codes-text", "factor-codes-new"],
            Self::Ban => ["confirm-ban", "ban-text", "ban-do"],
            Self::EndAll => ["confirm-all", "confirm-all-text", "person-sessions-end"],
            Self::RemoveTheirFactor => [
                "confirm-person-factor",
                "confirm-person-factor-text",
                "person-factor-remove",
            ],
            Self::MakeAdmin => ["confirm-admin", "confirm-admin-text", "confirm-admin-do"],
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        self.keys()[0]
    }

    pub(crate) const fn text(self) -> &'static str {
        self.keys()[1]
    }

    pub(crate) const fn yes(self) -> &'static str {
        self.keys()[2]
    }
}
