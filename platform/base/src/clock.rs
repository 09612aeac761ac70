use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Instant;

/// Where the time comes from. Cloning shares it: moving one clone on moves all.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Source>);

#[derive(Debug)]
enum Source {
    /// The machine's clock plus an offset in microseconds (the demonstration tells its story so that it ends today).
    Machine { offset: AtomicI64 },
    /// A clock that stands still until it is moved (tests).
    Held { at: AtomicI64 },
}

impl Clock {
    /// The machine's own time.
    #[must_use]
    pub fn system() -> Self {
        Self::system_plus(0)
    }

    /// The machine's time moved on by `micros`.
    #[must_use]
    pub fn system_plus(micros: i64) -> Self {
        Self(Arc::new(Source::Machine { offset: AtomicI64::new(micros) }))
    }

    /// A clock that stands at `at` until [`Clock::advance`] moves it.
    #[must_use]
    pub fn held(at: Instant) -> Self {
        Self(Arc::new(Source::Held { at: AtomicI64::new(at.micros()) }))
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Instant {
        match &*self.0 {
            Source::Machine { offset } => Instant::from_micros(machine_micros() + offset.load(Ordering::Relaxed)),
            Source::Held { at } => Instant::from_micros(at.load(Ordering::Relaxed)),
        }
    }

    /// Moves the clock on by `micros` for everyone who shares it.
    pub fn advance(&self, micros: i64) {
        match &*self.0 {
            Source::Machine { offset } => offset.fetch_add(micros, Ordering::Relaxed),
            Source::Held { at } => at.fetch_add(micros, Ordering::Relaxed),
        };
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_micros() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
