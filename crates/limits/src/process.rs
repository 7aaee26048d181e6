use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use futures::{FutureExt as _, future::BoxFuture};

use crate::{Ask, Key, Ladder, Store, StoreError, ladder::Climb};

/// Most keys; whoever brings more makes us forget all of them.
const MOST: usize = 200_000;

#[derive(Debug, Clone, Copy, Default)]
struct Held {
    due_ms: i64,
    tries: i64,
    forget_ms: i64,
}

/// Counts in this process: the last resort, and what the other stores are compared with.
#[derive(Debug, Default)]
pub struct ProcessStore(Mutex<HashMap<Key, Held>>);

impl ProcessStore {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Held>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_now(&self, ask: &Ask, now_ms: i64) -> i64 {
        let mut held = self.lock();
        if held.len() > MOST {
            held.clear();
        }
        let rung = ask
            .ladder
            .as_ref()
            .map(|ladder| rung(&held, ladder, now_ms));
        let rates = ask.rates.iter().map(|(key, rate)| {
            let due = held.get(key).map_or(now_ms, |held| held.due_ms.max(now_ms));
            due - now_ms - rate.slack_ms()
        });
        let climb = rung.and_then(|key| fresh(&held, key, now_ms));
        let wait = rates
            .chain(climb.map(|held| held.due_ms - now_ms))
            .fold(0, i64::max);
        if wait > 0 {
            return wait;
        }
        for (key, rate) in &ask.rates {
            let held = held.entry(key.clone()).or_default();
            held.due_ms = held.due_ms.max(now_ms) + rate.step_ms();
            held.forget_ms = held.due_ms;
        }
        if let Some(key) = rung {
            let tries = climb.map_or(0, |held| held.tries) + 1;
            let next = Held {
                due_ms: now_ms + Climb::wait_ms(tries),
                tries,
                forget_ms: now_ms + Climb::memory_ms(tries),
            };
            held.insert(key.clone(), next);
        }
        0
    }
}

/// On which ladder a try stands.
fn rung<'l>(held: &HashMap<Key, Held>, ladder: &'l Ladder, now_ms: i64) -> &'l Key {
    if fresh(held, &ladder.known, now_ms).is_some() {
        &ladder.pair
    } else {
        &ladder.account
    }
}

fn fresh(held: &HashMap<Key, Held>, key: &Key, now_ms: i64) -> Option<Held> {
    held.get(key)
        .filter(|held| held.forget_ms > now_ms)
        .copied()
}

impl Store for ProcessStore {
    fn name(&self) -> &'static str {
        "process"
    }

    fn patience(&self) -> Duration {
        Duration::MAX
    }

    fn take<'a>(&'a self, ask: &'a Ask, now_ms: i64) -> BoxFuture<'a, Result<i64, StoreError>> {
        async move { Ok(self.take_now(ask, now_ms)) }.boxed()
    }

    fn succeed<'a>(
        &'a self,
        ladder: &'a Ladder,
        now_ms: i64,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut held = self.lock();
            let cleared = rung(&held, ladder, now_ms);
            held.remove(cleared);
            let known = Held {
                forget_ms: now_ms + Climb::KNOWN_MS,
                ..Held::default()
            };
            held.insert(ladder.known.clone(), known);
            Ok(())
        }
        .boxed()
    }

    fn sweep(&self, now_ms: i64, _: i64) -> BoxFuture<'_, Result<u64, StoreError>> {
        async move {
            let mut held = self.lock();
            let before = held.len();
            held.retain(|_, held| held.forget_ms > now_ms);
            Ok((before - held.len()) as u64)
        }
        .boxed()
    }
}
