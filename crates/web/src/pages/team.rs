use axum::{Form, extract::State, response::Response};
use http::StatusCode;
use serde::Deserialize;
use stoa_app::sales::{TeamPerson as Person, TeamRow};
use stoa_core::{Failure as _, Kind};
use stoa_identity::Actor;
use stoa_pages::{
    Faults, Flash, Shell,
    pages::desk::{Team, TeamForm, TeamPage, TeamPerson},
};

use super::{
    context::{Page, after, render_parts, render_with},
    desk::panel,
};
use crate::{
    App, Fault,
    extract::{Admin, SalesLead},
};

const TEAM: &str = "/tripwire/team";

/// `/tripwire/team`: the teams that the person may see.
pub(crate) async fn show(State(app): State<App>, page: Page<SalesLead>) -> Result<Response, Fault> {
    let shown = filled(&app, &page.actor, page.shell, TeamForm::default()).await?;
    render_parts(shown.teams.ready().is_some(), &shown)
}

async fn filled(app: &App, actor: &Actor, shell: Shell, form: TeamForm) -> Result<TeamPage, Fault> {
    let teams = app.sales.teams(Some(actor)).await;
    Ok(TeamPage {
        shell,
        teams: panel(teams.map(grouped))?,
        form,
    })
}

/// Rows come lead by lead.
fn grouped(rows: Vec<TeamRow>) -> Vec<Team> {
    let mut teams: Vec<Team> = Vec::new();
    for row in rows {
        let (lead, member) = (person(row.lead), person(row.member));
        match teams.last_mut().filter(|team| team.lead.id == lead.id) {
            Some(team) => team.members.push(member),
            None => teams.push(Team {
                lead,
                members: vec![member],
            }),
        }
    }
    teams
}

fn person(person: Person) -> TeamPerson {
    let name = person.name.or_else(|| person.email.clone());
    TeamPerson {
        id: person.id.0,
        name: name.unwrap_or_else(|| person.id.to_string()),
        email: person.email,
    }
}

/// Two people, by address or by id.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pair {
    lead: String,
    member: String,
}

/// `POST /tripwire/team`.
pub(crate) async fn add(
    State(app): State<App>,
    page: Page<Admin>,
    Form(pair): Form<Pair>,
) -> Result<Response, Fault> {
    let added = app
        .sales
        .add_team_member(Some(&page.actor), &pair.lead, &pair.member)
        .await;
    match added {
        Ok(_) => Ok(after(TEAM, Flash::TeamChanged)),
        Err(error) if error.kind() == Kind::Invalid => {
            let form = TeamForm {
                lead: pair.lead,
                member: pair.member,
                faults: Faults(error.fields()),
            };
            let again = filled(&app, &page.actor, page.shell, form).await?;
            render_with(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /tripwire/team/remove`.
pub(crate) async fn remove(
    State(app): State<App>,
    page: Page<Admin>,
    Form(pair): Form<Pair>,
) -> Result<Response, Fault> {
    app.sales
        .remove_team_member(Some(&page.actor), &pair.lead, &pair.member)
        .await?;
    Ok(after(TEAM, Flash::TeamChanged))
}
