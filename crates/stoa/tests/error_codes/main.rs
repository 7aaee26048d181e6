//! Every error code of `/auth/v1` that the identity contract names, asked for over HTTP: its code and its status.
//!
//! # Source
//! Identity contract, section 4.
#![expect(
    clippy::panic,
    clippy::too_many_lines,
    clippy::unwrap_used,
    reason = "tests"
)]

mod accounts;
mod factors;
mod flows;
mod refused;
mod world;

#[path = "../support/mod.rs"]
mod support;

use std::collections::BTreeSet;

use futures::future::BoxFuture;

use crate::world::{Answer, World};

/// A code, its status, and how it comes about.
struct Row {
    code: &'static str,
    status: u16,
    /// Where the contract gives one code several statuses or causes.
    when: &'static str,
    ask: fn(&World) -> BoxFuture<'_, Answer>,
}

const fn row(
    code: &'static str,
    status: u16,
    when: &'static str,
    ask: fn(&World) -> BoxFuture<'_, Answer>,
) -> Row {
    Row {
        code,
        status,
        when,
        ask,
    }
}

/// The codes of the contract that Stoa does not send, with the reason.
const NEVER: [(&str, &str); 6] = [
    (
        "otp_disabled",
        "it would tell that nobody has the address: contract 3.7 wants 200",
    ),
    (
        "current_password_required",
        "an old sign-in asks for one of two proofs: reauthentication_needed",
    ),
    ("email_provider_disabled", "no setting turns addresses off"),
    ("captcha_failed", "there is no captcha"),
    (
        "unexpected_failure",
        "our own faults cannot be asked for: gotrue.rs in crates/identity and error.rs in crates/web have it",
    ),
    ("request_timeout", "hostile.rs and weather.rs have it"),
];

/// The first column of the contract's table; `mfa_*` as its section 3.9 names them.
const CONTRACT: [&str; 47] = [
    "no_authorization",
    "bad_jwt",
    "user_not_found",
    "session_not_found",
    "session_expired",
    "not_admin",
    "invalid_credentials",
    "email_not_confirmed",
    "user_banned",
    "user_already_exists",
    "email_exists",
    "weak_password",
    "same_password",
    "refresh_token_not_found",
    "refresh_token_already_used",
    "validation_failed",
    "bad_json",
    "otp_expired",
    "otp_disabled",
    "flow_state_not_found",
    "flow_state_expired",
    "bad_code_verifier",
    "reauthentication_needed",
    "reauthentication_not_valid",
    "current_password_required",
    "current_password_invalid",
    "insufficient_aal",
    "mfa_verification_failed",
    "mfa_challenge_expired",
    "mfa_factor_name_conflict",
    "too_many_enrolled_mfa_factors",
    "mfa_factor_not_found",
    "signup_disabled",
    "email_provider_disabled",
    "anonymous_provider_disabled",
    "captcha_failed",
    "over_request_rate_limit",
    "over_email_send_rate_limit",
    "conflict",
    "request_entity_too_large",
    "request_timeout",
    "unexpected_failure",
    // Of providers: the library shows them to people.
    "bad_oauth_state",
    "identity_not_found",
    "single_identity_not_deletable",
    "email_conflict_identity_not_deletable",
    "mfa_phone_enroll_not_enabled",
];

#[test]
fn no_code_of_the_contract_is_forgotten() {
    let rows = all().into_iter().map(|row| row.code);
    let known: BTreeSet<_> = rows.chain(NEVER.map(|(code, _)| code)).collect();
    let contract = BTreeSet::from(CONTRACT);
    let missing: Vec<_> = contract.difference(&known).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let rows: BTreeSet<_> = all().into_iter().map(|row| row.code).collect();
    for (code, reason) in NEVER {
        assert!(!rows.contains(code), "{code} is sent, though {reason}");
    }
}

#[tokio::test]
async fn each_code_comes_with_its_status_in_both_shapes() {
    let world = World::new().await;
    let mut wrong = Vec::new();
    for row in all() {
        let answer = (row.ask)(&world).await;
        if (answer.code.as_str(), answer.status) != (row.code, row.status) {
            let (code, status, when) = (row.code, row.status, row.when);
            wrong.push(format!("{code} {status} {when}: got {answer:?}"));
        }
        if row.status == 429 && !answer.has_retry_after {
            wrong.push(format!("{} {}: no Retry-After", row.code, row.when));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn all() -> Vec<Row> {
    let mut all = refused::rows();
    all.extend(accounts::rows());
    all.extend(flows::rows());
    all.extend(factors::rows());
    all
}
