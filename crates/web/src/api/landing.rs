use std::convert::Infallible;

use axum::{
    Json,
    extract::{FromRequestParts, Request, State},
};
use chrono::{DateTime, Utc};
use http::{StatusCode, request::Parts};
use serde::Serialize;
use serde_json::Value;
use stoa_app::leads::{Accepted, DuplicateReason, IntakeContext, Suspicion};
use stoa_core::{Kind, LeadId, RequestId};
use stoa_domain::{LandingForm, Submission};
use utoipa::ToSchema;

use crate::{
    App, Fault,
    extract::{Client, Fields, decode, is_form, is_json, malformed, object, read_body},
};

/// A form that a person has filled was drawn this long ago, in milliseconds.
///
/// # Source
/// Leads contract 3.3.
const HUMAN_MS: std::ops::RangeInclusive<i64> = 2_000..=86_400_000;

/// A visitor's request, for the document alone. Keys that are not listed are kept, up to 4 KiB.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(
    dead_code,
    reason = "the document's picture of stoa_domain::LandingForm"
)]
pub(crate) struct LandingBody {
    /// The visitor's name.
    name: String,
    /// A phone number, in any spelling.
    phone: String,
    /// An address.
    email: Option<String>,
    /// The page's short name.
    source: Option<String>,
    /// How the visitor wants to pay.
    payment_method: Option<String>,
    /// A uuid made when the form was drawn: the same one is the same request.
    submission_id: Option<String>,
    /// The campaign's short name.
    campaign_slug: Option<String>,
    /// What the visitor adds.
    comment: Option<String>,
    /// From the page's address; all `utm_*` keys and click ids are taken.
    #[schema(rename = "utm_source")]
    utm_source: Option<String>,
    /// From the page's address.
    #[schema(rename = "utm_campaign")]
    utm_campaign: Option<String>,
    /// Where the visitor came from.
    referrer: Option<String>,
    /// The page's address.
    page: Option<String>,
    /// What the visitor agreed to.
    consent: Option<ConsentBody>,
    /// When the form was drawn, Unix time in seconds or milliseconds.
    ts: Option<i64>,
    /// A field that no person sees: leave it empty.
    hp: Option<String>,
}

/// What a visitor agreed to, and when.
#[derive(ToSchema)]
#[expect(
    dead_code,
    reason = "the document's picture of stoa_domain::ConsentForm"
)]
pub(crate) struct ConsentBody {
    /// Which text.
    version: Option<String>,
    /// When, as RFC 3339.
    at: Option<String>,
}

/// A visitor's request that was taken.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AcceptedView {
    /// Always true: it is on disk.
    success: bool,
    /// The lead's id.
    #[schema(value_type = uuid::Uuid)]
    lead_id: LeadId,
    /// The short name that people read aloud: `L7F3K9`.
    code: String,
    /// True when an earlier request had made the lead.
    duplicate: bool,
    /// Why it is a duplicate.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate_reason: Option<&'static str>,
}

impl From<Accepted> for AcceptedView {
    fn from(accepted: Accepted) -> Self {
        Self {
            success: true,
            lead_id: accepted.lead_id,
            code: accepted.code.to_string(),
            duplicate: accepted.duplicate,
            duplicate_reason: accepted.duplicate_reason.map(DuplicateReason::as_str),
        }
    }
}

/// Takes a visitor's request; with status 200 the lead is on disk.
///
/// JSON or a form. `name` and `phone` are required. The same `Idempotency-Key` or `submissionId` gives the same answer;
/// without either, the same request within ten seconds gives the first lead.
///
/// # Errors
/// `request.malformed` (400), `idempotency.in_progress` (409), `request.media_type` (415), `lead.*` (422, all fields),
/// `idempotency.body_differs` (422), `database.unavailable` (503: nothing is stored), `database.outcome_unknown` (503: it may
/// be stored; the same request again tells).
#[utoipa::path(post, operation_id = "submit_lead", path = "/api/landing/submit", tag = "landing",
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 255 printable characters")),
    request_body(content((LandingBody = "application/json"), (LandingBody = "application/x-www-form-urlencoded"))),
    responses((status = 200, body = AcceptedView), (status = 400), (status = 409), (status = 413), (status = 415), (status = 422), (status = 503)))]
pub(crate) async fn submit(
    State(app): State<App>,
    arrival: Arrival,
    request: Request,
) -> Result<Json<AcceptedView>, Fault> {
    let submission = read_form(request).await?.check().map_err(Fault::invalid)?;
    let accepted = accept(&app, arrival, &submission).await?;
    Ok(Json(accepted.into()))
}

/// What the edge knows of a lead's request besides its body.
pub(crate) struct Arrival {
    client: Client,
    request_id: RequestId,
    idempotency_key: Option<String>,
}

impl FromRequestParts<App> for Arrival {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let client = Client::from_request_parts(parts, app).await?;
        let request_id = parts.extensions.get::<RequestId>().cloned();
        // A key that is not text is no key of ours, and is refused as such.
        let key = parts
            .headers
            .get("idempotency-key")
            .map(|key| key.to_str().unwrap_or_default().to_owned());
        let request_id = request_id.unwrap_or_else(|| RequestId::new(&app.ambient));
        Ok(Self {
            client,
            request_id,
            idempotency_key: key,
        })
    }
}

/// Hands a checked request to the intake.
pub(crate) async fn accept(
    app: &App,
    arrival: Arrival,
    submission: &Submission,
) -> Result<Accepted, Fault> {
    let over_limit = app
        .limits
        .intake_is_suspicious(arrival.client.address)
        .await;
    let over_limit = over_limit.then_some(Suspicion::OverLimit);
    let context = IntakeContext {
        idempotency_key: arrival.idempotency_key,
        ip_prefix: Some(arrival.client.address.network()),
        user_agent: arrival.client.user_agent,
        request_id: arrival.request_id,
        suspicion: over_limit.or_else(|| drawn(submission, app.ambient.now())),
    };
    Ok(app.intake.submit(submission, &context).await?)
}

/// What the time says at which the form was drawn; a form that says none is an API client's.
fn drawn(submission: &Submission, now: DateTime<Utc>) -> Option<Suspicion> {
    let age_ms = now.timestamp_millis() - submission.rendered_at_ms?;
    if HUMAN_MS.contains(&age_ms) {
        None
    } else if age_ms < *HUMAN_MS.start() && age_ms >= 0 {
        Some(Suspicion::TooFast)
    } else {
        Some(Suspicion::TooOld)
    }
}

/// The form as JSON or as an HTML form.
pub(crate) async fn read_form(request: Request) -> Result<LandingForm, Fault> {
    let (json, form) = (is_json(request.headers()), is_form(&request));
    if !json && !form {
        let text = "Send application/json or application/x-www-form-urlencoded.";
        return Err(Fault::new(Kind::Malformed, "request.media_type", text)
            .with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = read_body(request).await?;
    if json {
        from_json(object(&bytes)?)
    } else {
        decode(&bytes)
    }
}

/// A value of a wrong type is told together with the rules that other fields break.
fn from_json(body: Value) -> Result<LandingForm, Fault> {
    let Value::Object(object) = body else {
        return Err(malformed("it must be an object"));
    };
    let (form, mistyped) = LandingForm::from_object(object);
    if mistyped.is_empty() {
        return Ok(form);
    }
    let mut fields = Fields::of(Value::Null);
    for (name, wanted) in mistyped {
        fields.mistyped(&name, wanted);
    }
    fields.refuse_all(form.check().err().unwrap_or_default());
    fields.finish(None)
}
