use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{Store, StoreError};

/// How long a store that failed is left alone; then one question tries it again.
const REST: Duration = Duration::from_secs(1);

/// A store that is left alone for a while after a failure: an outage costs one short wait a second, not one per request.
#[derive(Debug)]
pub(crate) struct Guarded {
    pub(crate) store: Arc<dyn Store>,
    state: Mutex<State>,
}

#[derive(Debug, Clone, Copy)]
struct State {
    rests_until: Option<Instant>,
    works: bool,
}

impl Guarded {
    pub(crate) fn new(store: Arc<dyn Store>) -> Self {
        let state = State {
            rests_until: None,
            works: true,
        };
        Self {
            store,
            state: Mutex::new(state),
        }
    }

    /// Whether the last call was answered.
    pub(crate) fn works(&self) -> bool {
        self.with(|state| state.works)
    }

    /// The answer in time, or nothing: the store failed, or rests because it did.
    pub(crate) async fn call<T>(
        &self,
        work: impl Future<Output = Result<T, StoreError>>,
    ) -> Option<T> {
        if !self.may_call() {
            return None;
        }
        let answer = tokio::time::timeout(self.store.patience(), work).await;
        match answer.unwrap_or(Err(StoreError::Slow)) {
            Ok(done) => {
                self.recovered();
                Some(done)
            }
            Err(error) => {
                self.failed(&error);
                None
            }
        }
    }

    /// Between the rests one caller at a time tries: the rest is prolonged before the try.
    fn may_call(&self) -> bool {
        self.with(|state| match state.rests_until {
            Some(until) if Instant::now() < until => false,
            Some(_) => {
                state.rests_until = Some(Instant::now() + REST);
                true
            }
            None => true,
        })
    }

    fn recovered(&self) {
        let was_down = self.with(|state| {
            state.rests_until = None;
            !std::mem::replace(&mut state.works, true)
        });
        if was_down {
            tracing::info!(store = self.store.name(), "limits are counted here again");
        }
    }

    fn failed(&self, error: &StoreError) {
        let was_up = self.with(|state| {
            state.rests_until = Some(Instant::now() + REST);
            std::mem::replace(&mut state.works, false)
        });
        if was_up {
            tracing::warn!(
                store = self.store.name(),
                error = error as &dyn std::error::Error,
                "limits cannot be counted here; it is asked again every second"
            );
        }
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
