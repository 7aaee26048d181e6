use askama::Template;
use uuid::Uuid;

use crate::{Faults, Panel, Shell};

/// `/tripwire/team`: whose buyers a lead of sales sees. An administrator adds by a post to `/tripwire/team` with `lead`
/// and `member`, addresses both, and removes by one to `/tripwire/team/remove` with their ids.
#[derive(Debug, Clone, Template)]
#[template(path = "desk/team.html")]
pub struct TeamPage {
    /// The page around it.
    pub shell: Shell,
    /// The teams that the person may see.
    pub teams: Panel<Vec<Team>>,
    /// The form for another member, as it was typed.
    pub form: TeamForm,
}

/// A lead and the managers whose buyers the lead sees.
#[derive(Debug, Clone)]
pub struct Team {
    /// The lead.
    pub lead: TeamPerson,
    /// The managers.
    pub members: Vec<TeamPerson>,
}

/// Somebody of a team.
#[derive(Debug, Clone)]
pub struct TeamPerson {
    /// Who.
    pub id: Uuid,
    /// The name, else the address, else the id.
    pub name: String,
    /// The address.
    pub email: Option<String>,
}

/// The form for another member.
#[derive(Debug, Clone, Default)]
pub struct TeamForm {
    /// The lead's address.
    pub lead: String,
    /// The manager's address.
    pub member: String,
    /// Wrong fields: `lead`, `member`.
    pub faults: Faults,
}
