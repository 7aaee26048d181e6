use axum::{
    extract::{Path, State},
    response::{IntoResponse, Redirect, Response},
};
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use stoa_app::{
    leads::{DeliveriesWanted, LeadFilter, LeadPage},
    sales::{
        Buyer, BuyerSort as Sort, BuyersQuery, CreateBuyerError, InviteLink as Link,
        ManagerFigures, StatsQuery, TripwireStats, USUAL_PRICE_MINOR,
    },
};
use stoa_core::{BuyerId, Failure, FieldError, Kind, PageLimit, UserId};
use stoa_domain::{Day, DeliveryState, NewBuyerForm, ProvisioningState, Role};
use stoa_identity::Actor;
use stoa_pages::{
    Faults, Flash, Panel,
    pages::{
        buyer::BuyerPage,
        desk::{
            BuyerList, BuyerRow, BuyerSort, BuyerStatus, DeskDay, DeskFilter, DeskPage, DeskStats,
            InviteLink, ManagerChoice, ManagerTally, NewBuyer, Provisioning, StuckList,
        },
    },
};

use super::{
    context::{Page, after, parameter, render, render_parts, render_with},
    leads::lead_rows,
};
use crate::{
    App, Fault,
    api::config::origin,
    extract::{Client, Posted, Sales},
};

const LEADS_SHOWN: u16 = 25;

/// What does not move by itself; a sink that nobody has configured is nobody's worry here.
const STUCK: DeliveriesWanted = DeliveriesWanted {
    states: &[
        DeliveryState::Unknown,
        DeliveryState::Dead,
        DeliveryState::Blocked,
    ],
    unconfigured: false,
};

/// `/tripwire`: the sales desk.
pub(crate) async fn show(State(app): State<App>, page: Page<Sales>) -> Result<Response, Fault> {
    let page = Box::pin(filled(&app, page, empty_form(), None)).await?;
    let has_any = page.stats.ready().is_some()
        || page.buyers.ready().is_some()
        || page.leads.ready().is_some();
    render_parts(has_any, &page)
}

/// The form with the usual price.
fn empty_form() -> NewBuyer {
    NewBuyer {
        price: (USUAL_PRICE_MINOR / 100).to_string(),
        ..NewBuyer::default()
    }
}

/// Everything on the desk; a part whose database does not answer is a failed panel, and the rest stands.
async fn filled(
    app: &App,
    page: Page<Sales>,
    new_buyer: NewBuyer,
    invite: Option<InviteLink>,
) -> Result<DeskPage, Fault> {
    let query = page
        .shell
        .path
        .split_once('?')
        .map(|(_, query)| query.to_owned())
        .unwrap_or_default();
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&query).unwrap_or_default();
    let filter = DeskFilter::read(
        pairs
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str())),
    );
    let cursor = parameter(Some(&query), "cursor");
    let is_later_page = cursor.is_some();
    let stats_query = StatsQuery {
        from: filter.from.filter(|day| is_sane(*day)).map(Day::new),
        to: filter.to.filter(|day| is_sane(*day)).map(Day::new),
        manager: filter.manager.map(UserId),
    };
    let list_query = list_query(&filter, cursor);
    let leads_query = LeadFilter {
        limit: PageLimit::new(LEADS_SHOWN).unwrap_or_default(),
        ..LeadFilter::default()
    };
    let stuck_query = stuck_query(&query);
    let (stats, buyers, stuck, leads, held) = futures::join!(
        app.sales.stats(&page.actor, &stats_query),
        app.sales.list_buyers(&page.actor, &list_query),
        app.leads.lead_page(&page.actor, &stuck_query),
        app.leads.lead_page(&page.actor, &leads_query),
        app.leads.held(Some(&page.actor)),
    );
    let me = page.actor.user_id;
    let managers = managers(&page.actor, &stats);
    let stats = panel(stats.map(|stats| shown_stats(stats, me)))?;
    Ok(DeskPage {
        today: Day::of(app.ambient.now()).date(),
        managers,
        buyers: panel(buyers.map(|found| BuyerList {
            rows: found.items.into_iter().map(buyer_row).collect(),
            total: i64::try_from(found.total).unwrap_or(i64::MAX),
            next_cursor: found.next.map(|cursor| cursor.as_str().to_owned()),
            is_later_page,
        }))?,
        stuck: panel(stuck.map(stuck_list))?,
        leads: panel(leads.map(|found| lead_rows(found.leads)))?,
        // The panel of leads says it when their database does not answer.
        held: held.map_or(0, |count| count.number),
        stats,
        new_buyer,
        invite,
        filter,
        shell: page.shell,
    })
}

fn stuck_query(query: &str) -> LeadFilter {
    LeadFilter {
        deliveries: Some(STUCK),
        cursor: parameter(Some(query), StuckList::CURSOR),
        limit: PageLimit::new(LEADS_SHOWN).unwrap_or_default(),
        ..LeadFilter::default()
    }
}

fn stuck_list(found: LeadPage) -> StuckList {
    StuckList {
        rows: lead_rows(found.leads),
        next_cursor: found.next_cursor.map(|cursor| cursor.as_str().to_owned()),
    }
}

/// A day that anything of ours can have happened on; another one filters nothing.
fn is_sane(day: chrono::NaiveDate) -> bool {
    (2000..3000).contains(&chrono::Datelike::year(&day))
}

/// What is not there for the moment is told in its place; any other failure is the page's.
pub(super) fn panel<T, E: Failure>(part: Result<T, E>) -> Result<Panel<T>, Fault> {
    match part {
        Ok(part) => Ok(Panel::Ready(part)),
        Err(error) if error.kind() == Kind::Unavailable => {
            tracing::warn!(%error, "a part of the desk is shown as failed");
            Ok(Panel::failed())
        }
        Err(error) => Err(error.into()),
    }
}

fn list_query(filter: &DeskFilter, cursor: Option<String>) -> BuyersQuery {
    BuyersQuery {
        status: filter
            .status
            .and_then(|status| status.as_str().parse().ok()),
        manager: filter.manager.map(UserId),
        from: filter.from.filter(|day| is_sane(*day)).map(Day::new),
        to: filter.to.filter(|day| is_sane(*day)).map(Day::new),
        search: Some(filter.search.replace('\0', "")).filter(|text| !text.is_empty()),
        sort: match filter.sort {
            BuyerSort::Created => Sort::CreatedAt,
            BuyerSort::Name => Sort::Name,
            BuyerSort::Activity => Sort::LastActiveAt,
        },
        limit: PageLimit::default(),
        cursor,
    }
}

/// Whose sales a lead or an administrator may choose to see: the managers who have sold.
fn managers<E>(actor: &Actor, stats: &Result<TripwireStats, E>) -> Vec<ManagerChoice> {
    let sees_team = actor.roles.any_of(&[Role::SalesLead, Role::Admin]);
    let rows = stats
        .as_ref()
        .ok()
        .filter(|_| sees_team)
        .map(|stats| stats.leaderboard.as_slice())
        .unwrap_or_default();
    rows.iter()
        .map(|row| ManagerChoice {
            id: row.manager_id.0,
            name: manager_name(row),
        })
        .collect()
}

fn manager_name(row: &ManagerFigures) -> String {
    row.name
        .clone()
        .unwrap_or_else(|| row.manager_id.to_string())
}

fn shown_stats(stats: TripwireStats, me: UserId) -> DeskStats {
    DeskStats {
        total_users: stats.total_users,
        active_users: stats.active_users,
        inactive: stats.inactive,
        completed: stats.completed,
        blocked: stats.blocked,
        invited: stats.invited,
        opened: stats.opened,
        revenue_minor: stats.revenue_minor,
        currency: stats.currency.to_owned(),
        days: stats
            .series
            .iter()
            .map(|day| DeskDay {
                day: day.day.date(),
                users: day.users,
                revenue_minor: day.revenue_minor,
            })
            .collect(),
        managers: stats
            .leaderboard
            .into_iter()
            .map(|row| ManagerTally {
                name: manager_name(&row),
                users: row.users,
                revenue_minor: row.revenue_minor,
                is_me: row.manager_id == me,
            })
            .collect(),
        as_of: stats.as_of,
    }
}

fn buyer_row(buyer: Buyer) -> BuyerRow {
    BuyerRow {
        id: buyer.id.0,
        name: buyer.name,
        email: buyer.email,
        phone: buyer.phone,
        status: BuyerStatus::parse(buyer.status.as_str()).unwrap_or(BuyerStatus::Active),
        price_minor: buyer.price_minor,
        currency: buyer.currency,
        manager: buyer.manager_name.unwrap_or_default(),
        provisioning: Provisioning::parse(buyer.state.as_str(), buyer.state_reason.as_deref())
            .unwrap_or(Provisioning::Requested),
        account_existed: buyer.account_existed.unwrap_or(false),
        invited_at: buyer.invited_at,
        first_login_at: buyer.first_login_at,
        last_active_at: buyer.last_active_at,
        modules_completed: buyer.modules_completed,
        created_at: buyer.created_at,
    }
}

/// The form for a new buyer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct BuyerForm {
    email: String,
    name: String,
    phone: String,
    /// Whole tenge.
    price: String,
}

impl BuyerForm {
    fn wire(&self) -> Result<NewBuyerForm, Vec<FieldError>> {
        let price = self.price.split_whitespace().collect::<String>();
        let minor = match price.as_str() {
            "" => None,
            digits => Some(
                digits
                    .parse::<i64>()
                    .ok()
                    .and_then(|tenge| tenge.checked_mul(100))
                    .ok_or_else(|| {
                        vec![FieldError::new(
                            "price",
                            "buyer.price_invalid",
                            "Must be a whole number of tenge.",
                        )]
                    })?,
            ),
        };
        Ok(NewBuyerForm {
            email: Some(self.email.clone()),
            name: Some(self.name.clone()),
            phone: Some(self.phone.clone()),
            price_minor: minor.map(|minor| minor.to_string()),
        })
    }

    fn kept(self, mut faults: Vec<FieldError>) -> NewBuyer {
        // The form has whole tenge, the rule hundredths: one input all the same.
        for fault in faults
            .iter_mut()
            .filter(|fault| fault.field == "price_minor")
        {
            fault.field = "price".into();
        }
        NewBuyer {
            email: self.email,
            name: self.name,
            phone: self.phone,
            price: self.price,
            faults: Faults(faults),
            existing: None,
        }
    }
}

/// `POST /tripwire/users`: the invite link is part of the answer, because it is shown once and stored nowhere.
pub(crate) async fn create(
    State(app): State<App>,
    page: Page<Sales>,
    client: Client,
    headers: HeaderMap,
    Posted(form): Posted<BuyerForm>,
) -> Result<Response, Fault> {
    let mut faults = form.wire().map(|wire| wire.check());
    let buyer = match &mut faults {
        Ok(Ok(buyer)) => buyer,
        Ok(Err(fields)) | Err(fields) => {
            let fields = std::mem::take(fields);
            let page = Box::pin(filled(&app, page, form.kept(fields), None)).await?;
            return render_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    match app
        .sales
        .create_buyer(&page.actor, &client.info(), buyer, None)
        .await
    {
        Ok(created) => match created.invite {
            Some(link) => {
                let link = shown_link(&link, &form.name, buyer.email.as_str(), &app, &headers);
                let page = Box::pin(filled(&app, page, empty_form(), Some(link))).await?;
                render_with(StatusCode::CREATED, &page)
            }
            None => Ok(Redirect::to(&format!(
                "/tripwire/users/{}?said=buyer-created",
                created.id
            ))
            .into_response()),
        },
        Err(error) if matches!(error.kind(), Kind::Conflict | Kind::Invalid) => {
            let mut fields = error.fields();
            if fields.is_empty() {
                fields.push(FieldError::new("email", error.code(), error.public()));
            }
            let status = crate::fault::status(error.kind());
            let mut form = form.kept(fields);
            if let CreateBuyerError::Duplicate { id: Some(id) } = &error {
                form.existing = Some(id.to_string());
            }
            render_with(status, &Box::pin(filled(&app, page, form, None)).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn shown_link(link: &Link, name: &str, email: &str, app: &App, headers: &HeaderMap) -> InviteLink {
    let path = stoa_core::ExposeSecret::expose_secret(&link.url_path);
    InviteLink {
        name: name.to_owned(),
        email: email.to_owned(),
        url: format!("{}{path}", origin(app, headers)),
        expires_at: link.expires_at,
    }
}

/// `/tripwire/users/{id}`.
pub(crate) async fn buyer(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<BuyerId>,
) -> Result<Response, Fault> {
    let buyer = app.sales.buyer(&page.actor, id).await?;
    render(&buyer_page(page, buyer, None))
}

/// `POST /tripwire/users/{id}/invite`.
pub(crate) async fn invite(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<BuyerId>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let link = app
        .sales
        .new_invite(&page.actor, &client.info(), id)
        .await?;
    let buyer = app.sales.buyer(&page.actor, id).await?;
    let link = shown_link(&link, &buyer.name, &buyer.email, &app, &headers);
    render(&buyer_page(page, buyer, Some(link)))
}

/// `POST /tripwire/users/{id}/retry`: begins again what was given up; what comes of it is part of the answer, because
/// an invite link is shown once.
pub(crate) async fn retry(
    State(app): State<App>,
    page: Page<Sales>,
    Path(id): Path<BuyerId>,
    client: Client,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let tried = app
        .sales
        .retry_provisioning(&page.actor, &client.info(), id)
        .await?;
    let to = format!("/tripwire/users/{id}");
    match tried.invite {
        Some(link) => {
            let buyer = app.sales.buyer(&page.actor, id).await?;
            let link = shown_link(&link, &buyer.name, &buyer.email, &app, &headers);
            render(&buyer_page(page, buyer, Some(link)))
        }
        None if tried.state == ProvisioningState::Failed => Ok(after(&to, Flash::RetryFailed)),
        None if tried.state.has_course() => Ok(after(&to, Flash::AccountReady)),
        None => Ok(Redirect::to(&to).into_response()),
    }
}

fn buyer_page(page: Page<Sales>, buyer: Buyer, invite: Option<InviteLink>) -> BuyerPage {
    let may_invite = buyer.user_id.is_some()
        && buyer.account_existed != Some(true)
        && buyer.first_login_at.is_none()
        && buyer.state.has_course();
    let may_retry = buyer.state == ProvisioningState::Failed;
    BuyerPage {
        shell: page.shell,
        buyer: buyer_row(buyer),
        lead: None,
        invite,
        may_invite,
        may_retry,
    }
}
