use std::time::Duration;

use futures::{FutureExt as _, future::BoxFuture};
use stoa_ops_sql::queries::limiter as q;
use stoa_pg::{Database, Db, Scope};

use crate::{Ask, Ladder, Store, StoreError, ladder::Climb};

/// Longest wait for a connection and the answer together.
const PATIENCE: Duration = Duration::from_secs(1);

/// Counts in the table `ops.limiter` of a database, by one function call per question.
#[derive(Debug)]
pub struct PostgresStore<D: Database>(Db<D>);

impl<D: Database> PostgresStore<D> {
    /// A store in this database.
    #[must_use]
    pub const fn new(db: Db<D>) -> Self {
        Self(db)
    }
}

fn scope() -> Scope {
    Scope::service("limits")
}

impl<D: Database> Store for PostgresStore<D> {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn patience(&self) -> Duration {
        PATIENCE
    }

    fn take<'a>(&'a self, ask: &'a Ask, now_ms: i64) -> BoxFuture<'a, Result<i64, StoreError>> {
        async move {
            let keys: Vec<_> = ask.rates.iter().map(|(key, _)| key.as_str()).collect();
            let steps: Vec<_> = ask.rates.iter().map(|(_, rate)| rate.step_ms()).collect();
            let slacks: Vec<_> = ask.rates.iter().map(|(_, rate)| rate.slack_ms()).collect();
            let ladder: Vec<_> = ask.ladder.iter().flat_map(keys_of).collect();
            let figures = Climb::FIGURES.to_vec();
            let writer = self.0.writer(&scope()).await?;
            let take = q::take_limit()
                .prepare(writer.client())
                .await
                .map_err(stoa_pg::DbError::from)?;
            let call = take.bind(
                writer.client(),
                &now_ms,
                &keys,
                &steps,
                &slacks,
                &ladder,
                &figures,
            );
            Ok(writer.write(call.one()).await?)
        }
        .boxed()
    }

    fn succeed<'a>(
        &'a self,
        ladder: &'a Ladder,
        now_ms: i64,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let writer = self.0.writer(&scope()).await?;
            let succeed = q::succeed_limit()
                .prepare(writer.client())
                .await
                .map_err(stoa_pg::DbError::from)?;
            let keys: Vec<_> = keys_of(ladder).collect();
            let forget_ms = now_ms + Climb::KNOWN_MS;
            let call = succeed.bind(writer.client(), &keys, &now_ms, &forget_ms);
            writer.write(call.one()).await?;
            Ok(())
        }
        .boxed()
    }

    fn sweep(&self, now_ms: i64, most: i64) -> BoxFuture<'_, Result<u64, StoreError>> {
        async move {
            let tx = self.0.begin(&scope()).await?;
            let removed = q::sweep_limits()
                .bind(tx.client(), &now_ms, &most)
                .await
                .map_err(stoa_pg::DbError::from)?;
            tx.commit().await?;
            Ok(removed)
        }
        .boxed()
    }
}

fn keys_of(ladder: &Ladder) -> impl Iterator<Item = &str> {
    [&ladder.known, &ladder.pair, &ladder.account]
        .into_iter()
        .map(crate::Key::as_str)
}
