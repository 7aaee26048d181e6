use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde::Deserialize;
use stoa_core::{ExposeSecret as _, FactorId, Failure as _, FieldError, Kind, SecretString};
use stoa_identity::{
    Aal, Actor, EnrollError, EnrolledFactor, FactorProof, NewFactor, RecoveryCodeSet,
    RecoveryError, Session, VerifyFactorError,
};
use stoa_pages::{
    Faults, Flash, Shell,
    pages::{
        account::{FactorRow, SecondFactor, SecondFactorPage},
        confirm::Question,
    },
};

use super::super::{
    confirm::{Asked, Sure, ask},
    context::{Page, after, render, render_with},
    sign_in::with_session,
};
use crate::{
    App, Fault,
    extract::{Client, Own, Posted},
};

const HERE: &str = "/account/second-factor";

/// `/account/second-factor`.
pub(crate) async fn show(State(app): State<App>, page: Page<Own>) -> Result<Response, Fault> {
    let state = state(&app, &page.actor).await?;
    render(&shown(page.shell, state))
}

async fn state(app: &App, actor: &Actor) -> Result<SecondFactor, Fault> {
    let factors = verified(app, actor).await?;
    if factors.is_empty() {
        return Ok(SecondFactor::Off);
    }
    let codes_left = match app.identity.recovery_status(actor).await {
        Ok(status) => usize::try_from(status.remaining).unwrap_or_default(),
        Err(RecoveryError::NotSetUp) => 0,
        Err(error) => return Err(error.into()),
    };
    Ok(SecondFactor::On {
        factors,
        codes_left,
    })
}

async fn verified(app: &App, actor: &Actor) -> Result<Vec<FactorRow>, Fault> {
    let factors = app.identity.list_factors(actor.user_id).await?;
    let verified = factors.into_iter().filter(|factor| factor.is_verified);
    Ok(verified
        .map(|factor| FactorRow {
            id: factor.id.0,
            name: factor.friendly_name.unwrap_or_default(),
            created_at: factor.created_at,
        })
        .collect())
}

/// The page, whose own address can be opened, whatever form led to it.
fn shown(mut shell: Shell, state: SecondFactor) -> SecondFactorPage {
    HERE.clone_into(&mut shell.path);
    SecondFactorPage {
        shell,
        state,
        faults: Faults::none(),
    }
}

/// Makes a secret and shows it.
pub(crate) async fn begin(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
) -> Result<Response, Fault> {
    let (identity, new) = (&app.identity, NewFactor::default());
    let info = client.info();
    match identity.enroll_factor(&page.actor, &new, &info).await {
        Ok(enrolled) => render(&shown(page.shell, to_scan(&enrolled))),
        Err(error @ EnrollError::TooMany) => {
            let fault = FieldError::new("begin", error.code(), error.public());
            let page = SecondFactorPage {
                faults: Faults(vec![fault]),
                ..shown(page.shell, state(&app, &page.actor).await?)
            };
            render_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn to_scan(enrolled: &EnrolledFactor) -> SecondFactor {
    SecondFactor::Begun {
        factor: enrolled.id.0,
        qr: enrolled.qr_svg.expose_secret().to_owned(),
        secret: enrolled.secret.expose_secret().to_owned(),
    }
}

/// The first code of a new factor.
#[derive(Deserialize)]
pub(crate) struct ConfirmForm {
    factor: FactorId,
    code: Option<SecretString>,
}

/// Puts the factor to use, and shows recovery codes once.
pub(crate) async fn confirm(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(form): Posted<ConfirmForm>,
) -> Result<Response, Fault> {
    let code = form.code.unwrap_or_else(|| SecretString::from(""));
    let outcome = match app.limits.mfa(client.address, page.actor.user_id).await {
        Ok(()) => prove_factor(&app, &page.actor, form.factor, &code, &client).await,
        Err(limited) => Err(limited.into()),
    };
    match outcome {
        Ok(session) => {
            let codes = first_codes(&app, &page.actor, &client).await?;
            let state = match codes {
                Some(codes) => SecondFactor::Codes(readable(&codes)),
                None => state(&app, &page.actor).await?,
            };
            let answer = render(&shown(page.shell, state))?;
            Ok(with_session(&app, &session, answer))
        }
        Err(fault) if wrong_code(&fault).is_some() => again(&app, page, form.factor, fault).await,
        Err(fault) => Err(fault),
    }
}

/// Recovery codes for whoever has none yet. The session rose a moment ago; the request came at its former level.
async fn first_codes(
    app: &App,
    actor: &Arc<Actor>,
    client: &Client,
) -> Result<Option<RecoveryCodeSet>, Fault> {
    let risen = Actor {
        aal: Aal::Aal2,
        has_factor: true,
        ..(**actor).clone()
    };
    let (identity, info) = (&app.identity, client.info());
    match identity.generate_recovery_codes(&risen, "", &info).await {
        Ok(codes) => Ok(Some(codes)),
        Err(RecoveryError::AlreadySetUp) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The codes in groups of four, as one copies them by hand.
fn readable(codes: &RecoveryCodeSet) -> Vec<String> {
    let grouped = |code: &SecretString| {
        let code: Vec<char> = code.expose_secret().chars().collect();
        let groups = code.chunks(4).map(|group| group.iter().collect::<String>());
        groups.collect::<Vec<_>>().join("-")
    };
    codes.codes.iter().map(grouped).collect()
}

/// The same secret once more, so that a mistyped code costs nothing.
async fn again(
    app: &App,
    page: Page<Own>,
    factor: FactorId,
    fault: Fault,
) -> Result<Response, Fault> {
    let begun = app.identity.resume_enrolment(&page.actor, factor).await?;
    let Some(begun) = begun else {
        return Err(fault);
    };
    let faults = wrong_code(&fault).into_iter().collect();
    let page = SecondFactorPage {
        faults: Faults(faults),
        ..shown(page.shell, to_scan(&begun))
    };
    render_with(fault.status, &page)
}

/// A code of an app, by a challenge of its own.
pub(in crate::pages) async fn prove_factor(
    app: &App,
    actor: &Actor,
    factor_id: FactorId,
    code: &SecretString,
    client: &Client,
) -> Result<Session, Fault> {
    let challenge = app.identity.challenge_factor(actor, factor_id).await?;
    let proof = FactorProof {
        factor_id,
        challenge_id: challenge.id,
        code,
    };
    let (identity, info) = (&app.identity, client.info());
    let proved = identity.verify_factor(actor, &proof, &info).await;
    proved.map_err(|error| match error {
        // A form that lacks its code is a wrong form, not an unreadable request.
        VerifyFactorError::CodeMissing => Fault::new(Kind::Invalid, error.code(), error.public()),
        error => error.into(),
    })
}

/// What the field of the code says, when the code is what was wrong, or there were too many of them.
pub(in crate::pages) fn wrong_code(fault: &Fault) -> Option<FieldError> {
    let code = match fault.kind {
        Kind::Limited => "mfa.locked",
        Kind::Invalid if fault.code == "mfa.code_missing" => "mfa.code_missing",
        Kind::Invalid if fault.code == "mfa.code_wrong" => "mfa.code_wrong",
        _ => return None,
    };
    Some(FieldError::new("code", code, fault.detail.clone()))
}

/// Takes a factor away.
pub(crate) async fn remove(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Path(id): Path<FactorId>,
    Posted(sure): Posted<Sure>,
) -> Result<Response, Fault> {
    if !sure.is_said() {
        let factors = verified(&app, &page.actor).await?;
        let named = factors.into_iter().find(|factor| factor.id == id.0);
        let about = named.map(|factor| factor.name);
        return sure_of(page, Question::RemoveFactor, about);
    }
    let (identity, info) = (&app.identity, client.info());
    identity.unenroll_factor(&page.actor, id, &info).await?;
    Ok(after(HERE, Flash::FactorRemoved))
}

fn sure_of(page: Page<Own>, question: Question, about: Option<String>) -> Result<Response, Fault> {
    let asked = Asked {
        question,
        about: about.filter(|name| !name.is_empty()),
        kept: Vec::new(),
        back: HERE,
    };
    ask(page.shell, asked)
}

/// Shows other recovery codes in the place of the old ones.
pub(crate) async fn renew_codes(
    State(app): State<App>,
    page: Page<Own>,
    client: Client,
    Posted(sure): Posted<Sure>,
) -> Result<Response, Fault> {
    let (identity, info) = (&app.identity, client.info());
    let has_codes = match identity.recovery_status(&page.actor).await {
        Ok(_) => true,
        Err(RecoveryError::NotSetUp) => false,
        Err(error) => return Err(error.into()),
    };
    if has_codes && !sure.is_said() {
        return sure_of(page, Question::NewCodes, None);
    }
    let codes = if has_codes {
        identity.regenerate_recovery_codes(&page.actor, &info).await
    } else {
        identity
            .generate_recovery_codes(&page.actor, "", &info)
            .await
    };
    match codes {
        Ok(codes) => render(&shown(page.shell, SecondFactor::Codes(readable(&codes)))),
        Err(RecoveryError::NoOtherFactor) => {
            let page = shown(page.shell, SecondFactor::Off);
            render_with(StatusCode::CONFLICT, &page)
        }
        Err(error) => Err(error.into()),
    }
}
