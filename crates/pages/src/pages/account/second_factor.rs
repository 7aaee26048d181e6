use askama::Template;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{Faults, Shell};

/// `/account/second-factor`. It is begun by a post to `/account/second-factor/begin`, confirmed by `factor` and `code`
/// posted to `/account/second-factor/confirm`, taken away by a post to `/account/second-factor/{id}/remove`; new recovery
/// codes are asked for by a post to `/account/second-factor/codes`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/second_factor.html")]
pub struct SecondFactorPage {
    /// The page around it.
    pub shell: Shell,
    /// How far it is.
    pub state: SecondFactor,
    /// Wrong fields: `code`.
    pub faults: Faults,
}

/// How far the second factor is.
#[derive(Debug, Clone)]
pub enum SecondFactor {
    /// There is none.
    Off,
    /// An app must show that it knows the secret.
    Begun {
        /// The factor that waits.
        factor: Uuid,
        /// The secret as a picture: an `<svg aria-hidden="true">` made by the server, put into the page as it is.
        qr: String,
        /// The secret as text, for apps without a camera.
        secret: String,
    },
    /// Recovery codes that were just made. They are shown once, on this page only.
    Codes(Vec<String>),
    /// It is in use.
    On {
        /// The factors, the oldest first.
        factors: Vec<FactorRow>,
        /// How many recovery codes are left.
        codes_left: usize,
    },
}

/// A second factor in use.
#[derive(Debug, Clone)]
pub struct FactorRow {
    /// The factor.
    pub id: Uuid,
    /// What the person called it.
    pub name: String,
    /// Since when it is in use.
    pub created_at: DateTime<Utc>,
}

/// `/login/second-factor`: the password was right, the factor is asked for. The form posts `code` (of the app, or one of
/// the recovery codes) and `next`.
#[derive(Debug, Clone, Template)]
#[template(path = "account/challenge.html")]
pub struct ChallengePage {
    /// The page around it.
    pub shell: Shell,
    /// Where to go afterwards: a path of this site, checked by the caller; empty for the home of the roles.
    pub next: String,
    /// Wrong fields: `code`.
    pub faults: Faults,
}
