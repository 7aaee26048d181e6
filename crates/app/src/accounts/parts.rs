//! Each row as it stands in the export.

use serde_json::{Value, json};
use stoa_core::UserId;
use stoa_db_tripwire::leads::Lead;
use stoa_db_tripwire::sales::Buyer;
use stoa_identity::{SessionRow, StoredEvent};

use crate::learning::LessonSummary;

pub(super) fn session(session: &SessionRow) -> Value {
    json!({
        "id": session.id,
        "startedAt": session.created_at,
        "seenAt": session.seen_at,
        "endsAt": session.not_after,
        "userAgent": session.user_agent,
        "network": session.ip_prefix,
        "assurance": session.aal,
        "proofs": session.amr,
    })
}

pub(super) fn lesson(lesson: &LessonSummary) -> Value {
    json!({
        "course": lesson.course.title,
        "chapter": lesson.chapter.title,
        "title": lesson.title,
        "percent": lesson.progress.percent,
        "completedAt": lesson.progress.completed_at,
    })
}

pub(super) fn purchase(buyer: &Buyer) -> Value {
    json!({
        "id": buyer.id,
        "name": buyer.name,
        "email": buyer.email,
        "phone": buyer.phone,
        "priceMinor": buyer.price_minor,
        "currency": buyer.currency,
        "status": buyer.status.as_str(),
        "modulesCompleted": buyer.modules_completed,
        "firstLoginAt": buyer.first_login_at,
        "lastActiveAt": buyer.last_active_at,
        "createdAt": buyer.created_at,
    })
}

pub(super) fn lead(lead: &Lead) -> Value {
    json!({
        "code": lead.code.as_str(),
        "source": lead.source,
        "name": lead.name,
        "email": lead.email,
        "phone": lead.phone,
        "paymentMethod": lead.payment_method.as_ref().map(stoa_domain::PaymentMethod::as_str),
        "comment": lead.comment,
        "campaign": lead.campaign_slug,
        "utm": lead.utm,
        "clickIds": lead.click_ids,
        "page": lead.page,
        "referrer": lead.referrer,
        "extra": lead.extra,
        "createdAt": lead.created_at,
    })
}

/// An event in full when the person did it; of what others did to the account, who they were and from where is theirs.
pub(super) fn event(event: &StoredEvent, id: UserId) -> Value {
    let is_own = event.actor_id == Some(id);
    let client = is_own || event.actor_id.is_none();
    json!({
        "at": event.at,
        "action": event.action,
        "by": if is_own { "you" } else { event.actor_kind.as_str() },
        "network": event.ip_prefix.as_ref().filter(|_| client),
        "userAgent": event.user_agent.as_ref().filter(|_| client),
        "requestId": event.request_id,
        "details": event.details,
    })
}
