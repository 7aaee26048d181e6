use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use stoa_core::{Random as _, SeededRandom};

/// What may go wrong with one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The call has its effect, then the connection closes without an answer.
    AppliedAnswerLost,
    /// The connection closes after the request is read; no effect.
    CutBefore,
    /// A proxy's error page; no effect.
    ServerError {
        /// The status: 500, 502, ...
        status: u16,
        /// The page.
        html: String,
    },
    /// The call has its effect, then a proxy's error page with this status comes back.
    AppliedServerError(u16),
    /// The call has its effect, then a 200 comes back that is no JSON.
    AppliedUnreadable,
    /// Too many requests; no effect.
    Throttle {
        /// How long to wait in seconds, as far as the vendor says so.
        retry_after: Option<u64>,
    },
    /// 403 with an HTML page; no effect.
    Ban,
    /// The call has its effect so much later, even when the caller is gone by then; the answer follows.
    Hang(Duration),
    /// The token counts as revoked for this call; no effect.
    Revoked,
}

impl Fault {
    /// A proxy's usual error page with this status; no effect.
    #[must_use]
    pub fn server_error(status: u16) -> Self {
        Self::ServerError {
            status,
            html: super::answering::error_page(status),
        }
    }
}

/// What will go wrong: first what is queued, then by chance. A handle; clones share the plan.
#[derive(Clone)]
pub struct Faults(Arc<Mutex<Plan>>);

struct Plan {
    main: VecDeque<Fault>,
    any: VecDeque<Fault>,
    rates: Vec<(Fault, f64)>,
    random: SeededRandom,
}

impl Faults {
    pub(super) fn none() -> Self {
        let (main, any, rates) = Default::default();
        Self(Arc::new(Mutex::new(Plan {
            main,
            any,
            rates,
            random: SeededRandom::new(1),
        })))
    }

    /// For the next call that has the effect in question: `sendMessage`, `leads/complex`.
    pub fn push(&self, fault: Fault) {
        self.plan().main.push_back(fault);
    }

    /// For the next call of any kind.
    pub fn push_any(&self, fault: Fault) {
        self.plan().any.push_back(fault);
    }

    /// For this share (0..1) of the calls that have the effect in question, drawn with a fixed seed. Shares of
    /// several faults add up.
    pub fn rate(&self, fault: Fault, share: f64) {
        self.plan().rates.push((fault, share));
    }

    /// From now on nothing goes wrong.
    pub fn clear(&self) {
        let mut plan = self.plan();
        plan.main.clear();
        plan.any.clear();
        plan.rates.clear();
    }

    pub(super) fn draw(&self, is_main: bool) -> Option<Fault> {
        let mut plan = self.plan();
        let queued = plan.any.pop_front();
        let queued = queued.or_else(|| if is_main { plan.main.pop_front() } else { None });
        queued.or_else(|| if is_main { plan.by_chance() } else { None })
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Plan {
    fn by_chance(&self) -> Option<Fault> {
        if self.rates.is_empty() {
            return None;
        }
        let mut bytes = [0; 4];
        self.random.fill(&mut bytes);
        let mut point = f64::from(u32::from_be_bytes(bytes)) / (f64::from(u32::MAX) + 1.0);
        self.rates.iter().find_map(|(fault, share)| {
            point -= share;
            (point < 0.0).then(|| fault.clone())
        })
    }
}

impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plan = self.plan();
        let mut shown = f.debug_struct("Faults");
        shown
            .field("main", &plan.main)
            .field("any", &plan.any)
            .field("rates", &plan.rates);
        shown.finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_comes_first_and_shares_add_up() {
        let faults = Faults::none();
        assert_eq!(faults.draw(true), None);
        faults.push(Fault::Ban);
        faults.push_any(Fault::CutBefore);
        assert_eq!(faults.draw(false), Some(Fault::CutBefore));
        assert_eq!(faults.draw(false), None);
        assert_eq!(faults.draw(true), Some(Fault::Ban));
        faults.rate(Fault::Revoked, 0.2);
        faults.rate(Fault::CutBefore, 0.3);
        let drawn: Vec<_> = (0..1000).filter_map(|_| faults.draw(true)).collect();
        let revoked = drawn
            .iter()
            .filter(|fault| **fault == Fault::Revoked)
            .count();
        assert!((150..250).contains(&revoked), "{revoked}");
        assert!((430..570).contains(&drawn.len()), "{}", drawn.len());
        assert_eq!(faults.draw(false), None);
        faults.clear();
        assert_eq!(faults.draw(true), None);
    }
}
