use std::{collections::HashMap, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use stoa_core::CommunityId;
use stoa_db_main::sales_desk;
use stoa_db_tripwire::sales::{Activity, activity as copy};
use stoa_pg::{Database as _, DbError, Main, Scope};
use tokio::{sync::Mutex, time::timeout};

use super::{COURSE_SLUG, Sales};
use crate::learning::CourseProgress;

/// How far behind the copy's latest row the next copy begins: longer than a transaction of `main` takes to commit, and
/// than the clocks of two servers are apart.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// People looked at in one go.
const CHUNK: usize = 1000;

/// How old the copy may be: many open desks ask `main` once.
const LIFE: TimeDelta = TimeDelta::seconds(1);

/// How long the desk waits for `main`.
const PATIENCE: Duration = Duration::from_secs(1);

/// When each community's copy was last brought up to date in this process.
#[derive(Clone, Default)]
pub(super) struct Copied(Arc<Mutex<HashMap<CommunityId, DateTime<Utc>>>>);

impl Sales {
    /// Brings the copy of the buyers' activity up to date, so that the desk sorts and counts by what is true now.
    ///
    /// The desk does without when it fails or takes long: figures a little old are better than none.
    pub(super) async fn refresh_activity(&self, community: CommunityId) {
        let refreshed = within_patience(self.copy_when_old(community));
        if let Err(error) = Box::pin(refreshed).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(
                error,
                "the desk shows the buyers' activity as it was last copied"
            );
        }
    }

    async fn copy_when_old(&self, community: CommunityId) -> Result<(), DbError> {
        let mut copied = self.copied.0.lock().await;
        let now = self.accounts.ambient.now();
        if copied
            .get(&community)
            .is_some_and(|at| (now - *at).abs() < LIFE)
        {
            return Ok(());
        }
        // Noted before it is done: a `main` that does not answer is asked once in a while, not by every desk.
        copied.insert(community, now);
        self.copy_activity(community).await
    }

    async fn copy_activity(&self, community: CommunityId) -> Result<(), DbError> {
        let scope = Scope::service("copy the buyers' activity");
        let latest = copy::latest(&self.accounts.tripwire, &scope, community).await?;
        let since = latest.map(|at| at - OVERLAP);
        let active =
            sales_desk::active_students(&self.main, &scope, community, COURSE_SLUG, since).await?;
        for users in active.chunks(CHUNK) {
            let progress = self
                .accounts
                .learning
                .course_progress(community, COURSE_SLUG, users)
                .await?;
            let activity: Vec<_> = progress.iter().filter_map(seen).collect();
            let tx = self.accounts.tripwire.begin(&scope).await?;
            copy::save(&tx, community, &activity).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

/// What `main` answers, if it does so in time: a desk must not hang on what it can do without.
pub(super) async fn within_patience<T>(
    work: impl Future<Output = Result<T, DbError>>,
) -> Result<T, DbError> {
    let late = |_| DbError::Unavailable {
        database: Main::NAME,
        reason: "no answer in time".to_owned(),
    };
    timeout(PATIENCE, work).await.map_err(late)?
}

/// What the desk shows of a student; nothing of one who never came.
fn seen(progress: &CourseProgress) -> Option<Activity> {
    Some(Activity {
        user_id: progress.user_id,
        seen_at: progress.last_seen_at.max(progress.signed_in_at)?,
        modules_completed: i16::try_from(progress.modules_completed).unwrap_or(i16::MAX),
        finished: progress.modules > 0 && progress.modules_completed == progress.modules,
    })
}
