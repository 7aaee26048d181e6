use std::str::FromStr;

use crate::Tone;

/// What just happened, told once on the page that a form redirects to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flash {
    /// The profile was saved.
    ProfileSaved,
    /// A lesson was marked as done.
    LessonDone,
    /// The mark was taken back.
    LessonUndone,
    /// That lesson was the last one of its course.
    CourseDone,
    /// A buyer was created.
    BuyerCreated,
    /// A new invite replaced the old one.
    InviteRenewed,
    /// A password was set, and the person is signed in.
    PasswordSet,
    /// The person was signed in already.
    AlreadySignedIn,
    /// The password was changed; other sessions ended.
    PasswordChanged,
    /// Letters for a change of the address are on their way.
    EmailAsked,
    /// A session was ended.
    SessionEnded,
    /// Sessions were ended.
    SessionsEnded,
    /// The address was proved.
    AddressConfirmed,
    /// Another address took the place of the former one.
    AddressChanged,
    /// One of two mailboxes has agreed to a change of address.
    AddressHalf,
    /// The second factor was taken away.
    FactorRemoved,
    /// Roles were saved.
    RolesSaved,
    /// An account was closed.
    PersonBanned,
    /// An account was opened again.
    PersonUnbanned,
    /// An account that had failed is made.
    AccountReady,
    /// Making the account failed once more.
    RetryFailed,
    /// A held lead is on its way.
    LeadReleased,
    /// A held lead was looked at and stays.
    LeadKept,
    /// Somebody else has dealt with the lead already.
    LeadSettled,
    /// A manager joined or left a team.
    TeamChanged,
    /// The mode of the system was changed.
    ModeChanged,
    /// The mode stood so already.
    ModeSame,
    /// A job begins again.
    JobRetried,
    /// A job was put away.
    JobCancelled,
    /// A job had moved on meanwhile.
    JobRefused,
    /// Dead jobs begin again.
    JobsRedriven,
    /// A kind of job was stopped.
    KindPaused,
    /// A kind of job goes on.
    KindResumed,
}

/// A word that names no flash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownFlash;

impl Flash {
    /// Every one of them.
    pub const ALL: [Self; 33] = [
        Self::ProfileSaved,
        Self::LessonDone,
        Self::LessonUndone,
        Self::CourseDone,
        Self::BuyerCreated,
        Self::InviteRenewed,
        Self::PasswordSet,
        Self::AlreadySignedIn,
        Self::PasswordChanged,
        Self::EmailAsked,
        Self::SessionEnded,
        Self::SessionsEnded,
        Self::AddressConfirmed,
        Self::AddressChanged,
        Self::AddressHalf,
        Self::FactorRemoved,
        Self::RolesSaved,
        Self::PersonBanned,
        Self::PersonUnbanned,
        Self::AccountReady,
        Self::RetryFailed,
        Self::LeadReleased,
        Self::LeadKept,
        Self::LeadSettled,
        Self::TeamChanged,
        Self::ModeChanged,
        Self::ModeSame,
        Self::JobRetried,
        Self::JobCancelled,
        Self::JobRefused,
        Self::JobsRedriven,
        Self::KindPaused,
        Self::KindResumed,
    ];

    /// Its name, for a cookie or a query: `profile-saved`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.key().trim_start_matches("flash-")
    }

    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::ProfileSaved => "flash-profile-saved",
            Self::LessonDone => "flash-lesson-done",
            Self::LessonUndone => "flash-lesson-undone",
            Self::CourseDone => "flash-course-done",
            Self::BuyerCreated => "flash-buyer-created",
            Self::InviteRenewed => "flash-invite-renewed",
            Self::PasswordSet => "flash-password-set",
            Self::AlreadySignedIn => "flash-already-signed-in",
            Self::PasswordChanged => "flash-password-changed",
            Self::EmailAsked => "flash-email-asked",
            Self::SessionEnded => "flash-session-ended",
            Self::SessionsEnded => "flash-sessions-ended",
            Self::AddressConfirmed => "flash-address-confirmed",
            Self::AddressChanged => "flash-address-changed",
            Self::AddressHalf => "flash-address-half",
            Self::FactorRemoved => "flash-factor-removed",
            Self::RolesSaved => "flash-roles-saved",
            Self::PersonBanned => "flash-person-banned",
            Self::PersonUnbanned => "flash-person-unbanned",
            Self::AccountReady => "flash-account-ready",
            Self::RetryFailed => "flash-retry-failed",
            Self::LeadReleased => "flash-lead-released",
            Self::LeadKept => "flash-lead-kept",
            Self::LeadSettled => "flash-lead-settled",
            Self::TeamChanged => "flash-team-changed",
            Self::ModeChanged => "flash-mode-changed",
            Self::ModeSame => "flash-mode-same",
            Self::JobRetried => "flash-job-retried",
            Self::JobCancelled => "flash-job-cancelled",
            Self::JobRefused => "flash-job-refused",
            Self::JobsRedriven => "flash-jobs-redriven",
            Self::KindPaused => "flash-kind-paused",
            Self::KindResumed => "flash-kind-resumed",
        }
    }

    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::LessonUndone
            | Self::AlreadySignedIn
            | Self::AddressHalf
            | Self::LeadKept
            | Self::LeadSettled
            | Self::ModeSame
            | Self::JobRefused => Tone::Info,
            Self::RetryFailed => Tone::Bad,
            _ => Tone::Ok,
        }
    }
}

impl FromStr for Flash {
    type Err = UnknownFlash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|flash| flash.as_str() == text)
            .ok_or(UnknownFlash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_read_back_from_its_name() {
        for flash in Flash::ALL {
            assert_eq!(flash.as_str().parse(), Ok(flash));
        }
        assert_eq!("<script>".parse::<Flash>(), Err(UnknownFlash));
    }
}
