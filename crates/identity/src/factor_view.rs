use chrono::{DateTime, Utc};
use serde::Serialize;
use stoa_core::{ExposeSecret as _, FactorId};
use stoa_db_main::identity::factors::Factor;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{EnrolledFactor, RecoveryCodeSet, RecoveryStatus};

const TOTP: &str = "totp";
const RECOVERY_CODE: &str = "recovery_code";

/// A factor on the wire. Holds no secret.
#[derive(Clone, Serialize, ToSchema)]
pub struct FactorView {
    /// The id.
    #[schema(value_type = uuid::Uuid)]
    pub id: FactorId,
    /// How the person calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friendly_name: Option<String>,
    /// Always `totp`.
    pub factor_type: &'static str,
    /// `verified` or `unverified`.
    pub status: &'static str,
    /// When it was set up.
    pub created_at: DateTime<Utc>,
    /// When it last changed or proved right.
    pub updated_at: DateTime<Utc>,
    /// When it was last asked for.
    pub last_challenged_at: Option<DateTime<Utc>>,
}

impl From<&Factor> for FactorView {
    fn from(factor: &Factor) -> Self {
        Self {
            id: factor.id,
            friendly_name: factor.friendly_name.clone(),
            factor_type: TOTP,
            status: if factor.is_verified {
                "verified"
            } else {
                "unverified"
            },
            created_at: factor.created_at,
            updated_at: factor.updated_at,
            last_challenged_at: factor.last_challenged_at,
        }
    }
}

/// A factor that was just made, on the wire: it holds secrets, and has no `Debug`.
#[derive(Clone, Serialize, ToSchema)]
pub struct EnrolledFactorView {
    /// The id.
    #[schema(value_type = uuid::Uuid)]
    pub id: FactorId,
    /// Always `totp`.
    #[serde(rename = "type")]
    pub factor_type: &'static str,
    /// How the person calls it; empty when there is no name.
    pub friendly_name: String,
    /// What an app needs.
    pub totp: TotpView,
}

/// What an app needs to show codes.
#[derive(Clone, Serialize, ToSchema)]
pub struct TotpView {
    /// The picture to scan, as SVG; clients put `data:image/svg+xml;utf-8,` before it.
    pub qr_code: String,
    /// The key in base 32.
    pub secret: String,
    /// The address in the picture.
    pub uri: String,
}

impl From<&EnrolledFactor> for EnrolledFactorView {
    fn from(factor: &EnrolledFactor) -> Self {
        Self {
            id: factor.id,
            factor_type: TOTP,
            friendly_name: factor.friendly_name.clone().unwrap_or_default(),
            totp: TotpView {
                qr_code: factor.qr_svg.expose_secret().to_owned(),
                secret: factor.secret.expose_secret().to_owned(),
                uri: factor.uri.expose_secret().to_owned(),
            },
        }
    }
}

/// Recovery codes that were just made, or how many there are, on the wire.
#[derive(Clone, Serialize, ToSchema)]
pub struct RecoveryCodesView {
    /// The set.
    pub id: Uuid,
    /// Always `recovery_code`.
    #[serde(rename = "type")]
    pub factor_type: &'static str,
    /// How the person calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub friendly_name: Option<String>,
    /// How many codes the set began with.
    pub total: i64,
    /// How many of them still work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i64>,
    /// The codes themselves, once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
}

impl From<&RecoveryStatus> for RecoveryCodesView {
    fn from(status: &RecoveryStatus) -> Self {
        Self {
            id: status.id,
            factor_type: RECOVERY_CODE,
            friendly_name: None,
            total: status.total,
            remaining: Some(status.remaining),
            codes: Vec::new(),
        }
    }
}

impl From<&RecoveryCodeSet> for RecoveryCodesView {
    fn from(set: &RecoveryCodeSet) -> Self {
        let codes: Vec<_> = set
            .codes
            .iter()
            .map(|code| code.expose_secret().to_owned())
            .collect();
        Self {
            id: set.id,
            factor_type: RECOVERY_CODE,
            friendly_name: Some(set.friendly_name.clone()),
            total: i64::try_from(codes.len()).unwrap_or(i64::MAX),
            remaining: None,
            codes,
        }
    }
}
