//! `/login/second-factor`: the password was right, and a second proof is asked for.

use axum::{
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderValue, header::RETRY_AFTER};
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, Kind, SecretString};
use stoa_identity::{Actor, RecoveryError, Session};
use stoa_pages::{Faults, Shell, pages::account::ChallengePage};

use super::{
    account::{prove_factor, wrong_code},
    context::{Page, parameter, render, render_with},
    sign_in::{safe_next, with_session},
};
use crate::{
    App, Fault,
    extract::{Client, Posted, SignedIn},
};

/// Where the second proof is asked for.
pub(crate) const CHALLENGE: &str = "/login/second-factor";
/// A code of an app has six digits; whatever is longer than this is one of the recovery codes.
const LONGEST_APP_CODE: usize = 8;

/// Asks for a code. Whoever owes none goes on.
pub(crate) async fn ask(page: Page<SignedIn>) -> Result<Response, Fault> {
    let query = page.shell.path.split_once('?').map(|(_, query)| query);
    let next = safe_next(&parameter(query, "next").unwrap_or_default());
    if !page.actor.owes_second_proof() {
        return Ok(onward(&page.actor, &next));
    }
    render(&challenge(page.shell, next, Faults::none()))
}

fn challenge(mut shell: Shell, next: String, faults: Faults) -> ChallengePage {
    let query = serde_urlencoded::to_string([("next", next.as_str())]).unwrap_or_default();
    shell.path = format!("{CHALLENGE}?{query}");
    ChallengePage {
        shell,
        next,
        faults,
    }
}

fn onward(actor: &Actor, next: &str) -> Response {
    let home = stoa_pages::home(actor.roles);
    let to = if next.is_empty() { home } else { next };
    Redirect::to(to).into_response()
}

/// A code of the app, or one of the recovery codes.
#[derive(Deserialize)]
pub(crate) struct ProveForm {
    code: Option<SecretString>,
    #[serde(default)]
    next: String,
}

/// Raises the session, and goes where the person wanted to.
pub(crate) async fn prove(
    State(app): State<App>,
    page: Page<SignedIn>,
    client: Client,
    Posted(form): Posted<ProveForm>,
) -> Result<Response, Fault> {
    let next = safe_next(&form.next);
    if !page.actor.owes_second_proof() {
        return Ok(onward(&page.actor, &next));
    }
    let code = form.code.unwrap_or_else(|| SecretString::from(""));
    let outcome = match app.limits.mfa(client.address, page.actor.user_id).await {
        Ok(()) => any_proof(&app, &page.actor, &code, &client).await,
        Err(limited) => Err(limited.into()),
    };
    match outcome {
        Ok(session) => {
            let answer = onward(&page.actor, &next);
            Ok(with_session(&app, &session, answer))
        }
        Err(fault) => match wrong_code(&fault) {
            Some(wrong) => {
                let page = challenge(page.shell, next, Faults(vec![wrong]));
                let mut answer = render_with(fault.status, &page)?;
                if let Some(seconds) = fault.retry_after_seconds {
                    let headers = answer.headers_mut();
                    headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
                }
                Ok(answer)
            }
            None => Err(fault),
        },
    }
}

/// A code of any of the person's apps, or a recovery code.
async fn any_proof(
    app: &App,
    actor: &Actor,
    code: &SecretString,
    client: &Client,
) -> Result<Session, Fault> {
    let typed = code.expose_secret().chars();
    let bare: String = typed.filter(|c| !c.is_whitespace() && *c != '-').collect();
    let is_recovery = bare.len() > LONGEST_APP_CODE;
    let bare = SecretString::from(bare);
    if is_recovery {
        let info = client.info();
        let proved = app.identity.verify_recovery_code(actor, &bare, &info).await;
        return proved.map_err(|error: RecoveryError| error.into());
    }
    let mut last = Fault::new(Kind::Invalid, "mfa.code_wrong", "This code is not right.");
    for factor in app.identity.list_factors(actor.user_id).await? {
        if !factor.is_verified {
            continue;
        }
        match prove_factor(app, actor, factor.id, &bare, client).await {
            Err(fault) if wrong_code(&fault).is_some() => last = fault,
            proved => return proved,
        }
    }
    Err(last)
}
