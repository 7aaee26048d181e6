use chrono::TimeDelta;
use stoa_core::CommunityId;
use stoa_db_main::sales_desk;
use stoa_db_tripwire::sales::{Activity, activity as copy};
use stoa_pg::{DbError, Scope};

use super::{COURSE_SLUG, Sales};
use crate::learning::CourseProgress;

/// How far behind the copy's latest row the next copy begins: longer than a transaction of `main` takes to commit, and
/// than the clocks of two servers are apart.
const OVERLAP: TimeDelta = TimeDelta::minutes(10);

/// People looked at in one go.
const CHUNK: usize = 1000;

impl Sales {
    /// Brings the copy of the buyers' activity up to date, so that the desk sorts and counts by what is true now.
    ///
    /// The desk does without when it fails: figures a little old are better than none.
    pub(super) async fn refresh_activity(&self, community: CommunityId) {
        if let Err(error) = Box::pin(self.copy_activity(community)).await {
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "the desk shows the buyers' activity as it was last copied");
        }
    }

    async fn copy_activity(&self, community: CommunityId) -> Result<(), DbError> {
        let scope = Scope::service("copy the buyers' activity");
        let latest = copy::latest(&self.accounts.tripwire, &scope, community).await?;
        let since = latest.map(|at| at - OVERLAP);
        let active = sales_desk::active_students(&self.main, &scope, community, COURSE_SLUG, since).await?;
        for users in active.chunks(CHUNK) {
            let progress = self.accounts.learning.course_progress(community, COURSE_SLUG, users).await?;
            let activity: Vec<_> = progress.iter().filter_map(seen).collect();
            let tx = self.accounts.tripwire.begin(&scope).await?;
            copy::save(&tx, community, &activity).await?;
            tx.commit().await?;
        }
        Ok(())
    }
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
