use axum::{
    extract::{Path, Query, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use http::StatusCode;
use serde::Deserialize;
use stoa_app::leads::Accepted;
use stoa_core::{FieldError, Kind};
use stoa_domain::{LandingForm, Submission, landing::Tracking};
use stoa_pages::{
    Faults, Shell,
    pages::{
        landing::{LandingNotice, LandingPage, LeadForm},
        thanks::ThanksPage,
    },
};

use super::context::{Open, render, render_with};
use crate::{
    App, Fault,
    api::landing::{Arrival, accept, read_form},
};

/// The landing pages there are; a source without one is not found.
const SOURCES: [&str; 1] = ["expresscourse"];
const PRICE_MINOR: i64 = 500_000;
const CONSENT_VERSION: &str = "2026-11";
const MOST_TRACKING: usize = 20;

/// `/l/{source}`.
pub(crate) async fn show(
    State(app): State<App>,
    open: Open,
    Path(source): Path<String>,
) -> Result<Response, Fault> {
    let source = known(source)?;
    let query = open
        .shell
        .path
        .split_once('?')
        .map(|(_, query)| query.to_owned());
    let page = page(
        open.shell,
        source,
        query.as_deref(),
        LeadForm::default(),
        Drawn::now(&app),
        None,
    );
    render(&page)
}

/// Takes the form of a landing page; the browser is led on, so that a reload never sends it again.
pub(crate) async fn submit(
    State(app): State<App>,
    open: Open,
    arrival: Arrival,
    Path(source): Path<String>,
    request: Request,
) -> Result<Response, Fault> {
    let source = known(source)?;
    let form = LandingForm {
        source: Some(source.clone()),
        ..read_form(request).await?
    };
    let again = |status, faults: Vec<FieldError>, notice| {
        let page = LandingPage {
            tracking: sent_tracking(&form),
            ..page(
                open.shell.clone(),
                source.clone(),
                None,
                kept(&form, faults),
                Drawn::again(&form, &app, notice),
                notice,
            )
        };
        render_with(status, &page)
    };
    let submission = match check(&form) {
        Ok(submission) => submission,
        Err(faults) => return again(StatusCode::UNPROCESSABLE_ENTITY, faults, None),
    };
    match accept(&app, arrival, &submission).await {
        Ok(accepted) => {
            Ok(Redirect::to(&thanks_url(&source, &accepted, &submission)).into_response())
        }
        Err(fault) if fault.kind == Kind::Unavailable => again(
            StatusCode::SERVICE_UNAVAILABLE,
            Vec::new(),
            Some(LandingNotice::Unavailable),
        ),
        Err(fault) if fault.code == "idempotency.body_differs" => again(
            StatusCode::CONFLICT,
            Vec::new(),
            Some(LandingNotice::AlreadySent),
        ),
        Err(fault) => Err(fault),
    }
}

/// Our own page asks for consent, which a program that sends leads has asked for itself.
fn check(form: &LandingForm) -> Result<Submission, Vec<FieldError>> {
    let consent = form.consent.is_none().then(|| {
        FieldError::new(
            "consent",
            "lead.consent_required",
            "Please agree to the processing of your data.",
        )
    });
    match (form.clone().check(), consent) {
        (Ok(submission), None) => Ok(submission),
        (checked, consent) => Err(checked.err().into_iter().flatten().chain(consent).collect()),
    }
}

fn thanks_url(source: &str, accepted: &Accepted, submission: &Submission) -> String {
    let method = submission
        .payment_method
        .as_ref()
        .map(|method| method.as_str().to_owned());
    let facts = [
        ("code", Some(accepted.code.to_string())),
        ("method", method),
        ("duplicate", accepted.duplicate.then(|| "1".to_owned())),
    ];
    let facts: Vec<_> = facts
        .into_iter()
        .filter_map(|(key, value)| value.map(|value| (key, value)))
        .collect();
    format!(
        "/l/{source}/thanks?{}",
        serde_urlencoded::to_string(facts).unwrap_or_default()
    )
}

/// What the thank-you page is told.
#[derive(Debug, Deserialize)]
pub(crate) struct ThanksQuery {
    code: Option<String>,
    method: Option<String>,
    duplicate: Option<String>,
}

/// `/l/{source}/thanks`.
pub(crate) async fn thanks(
    open: Open,
    Path(source): Path<String>,
    Query(query): Query<ThanksQuery>,
) -> Result<Response, Fault> {
    known(source)?;
    let is_code =
        |code: &String| code.len() == 6 && code.bytes().all(|b| b.is_ascii_alphanumeric());
    let Some(code) = query.code.filter(is_code) else {
        return Err(not_found());
    };
    let payment_method = query.method.filter(|method| method.len() <= 64);
    render(&ThanksPage {
        shell: open.shell,
        code,
        payment_method,
        is_duplicate: query.duplicate.is_some(),
    })
}

/// When a form was drawn and how it is named: the same over every try of one visitor.
struct Drawn {
    submission_id: String,
    at_ms: i64,
}

impl Drawn {
    fn now(app: &App) -> Self {
        Self {
            submission_id: app.ambient.uuid().to_string(),
            at_ms: app.ambient.now().timestamp_millis(),
        }
    }

    /// As the visitor's browser sent it back. What is corrected after it was sent is a request of its own: under the old name
    /// it would be refused for ever.
    fn again(form: &LandingForm, app: &App, notice: Option<LandingNotice>) -> Self {
        let fresh = Self::now(app);
        let id = form.submission_id.as_ref().filter(|id| {
            notice != Some(LandingNotice::AlreadySent) && id.parse::<uuid::Uuid>().is_ok()
        });
        let at_ms = form.ts.as_ref().and_then(|ts| ts.parse().ok());
        Self {
            submission_id: id.cloned().unwrap_or(fresh.submission_id),
            at_ms: at_ms.unwrap_or(fresh.at_ms),
        }
    }
}

fn known(source: String) -> Result<String, Fault> {
    if SOURCES.contains(&source.as_str()) {
        Ok(source)
    } else {
        Err(not_found())
    }
}

fn not_found() -> Fault {
    Fault::new(
        Kind::NotFound,
        "route.not_found",
        "There is nothing at this address.",
    )
}

fn page(
    shell: Shell,
    source: String,
    query: Option<&str>,
    form: LeadForm,
    drawn: Drawn,
    notice: Option<LandingNotice>,
) -> LandingPage {
    LandingPage {
        shell,
        source,
        price_minor: PRICE_MINOR,
        currency: "KZT".to_owned(),
        form,
        submission_id: drawn.submission_id,
        drawn_at_ms: drawn.at_ms,
        consent_version: CONSENT_VERSION.to_owned(),
        tracking: tracking(query),
        notice,
    }
}

/// What the form typed, kept for another try.
fn kept(form: &LandingForm, faults: Vec<FieldError>) -> LeadForm {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    LeadForm {
        name: text(&form.name),
        phone: text(&form.phone),
        email: text(&form.email),
        payment_method: text(&form.payment_method),
        has_consent: form.consent.is_some(),
        faults: Faults(faults),
    }
}

/// Where the visitor came from, as the form said that comes back.
fn sent_tracking(form: &LandingForm) -> Vec<(String, String)> {
    let Tracking {
        utm,
        click_ids,
        referrer,
        page,
    } = form.tracking.clone();
    let named = |name: &str, value: Option<String>| value.map(|value| (name.to_owned(), value));
    let single = [
        named("referrer", referrer),
        named("page", page),
        named("campaignSlug", form.campaign_slug.clone()),
    ];
    let single = single.into_iter().flatten();
    utm.into_iter().chain(click_ids).chain(single).collect()
}

/// Where the visitor came from, handed on by hidden fields.
fn tracking(query: Option<&str>) -> Vec<(String, String)> {
    let pairs: Vec<(String, String)> = query
        .and_then(|q| serde_urlencoded::from_str(q).ok())
        .unwrap_or_default();
    let known = |name: &str| {
        name.starts_with("utm_")
            || ["gclid", "fbclid", "yclid", "ttclid", "campaignSlug"].contains(&name)
    };
    pairs
        .into_iter()
        .filter(|(name, value)| known(name) && name.len() <= 64 && value.len() <= 512)
        .take(MOST_TRACKING)
        .collect()
}
