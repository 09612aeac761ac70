use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::{Id, Instant};

/// Where randomness comes from: the operating system, or a seed so that a test or a demonstration is the same twice.
#[derive(Clone, Debug)]
pub struct Dice(Arc<Mutex<StdRng>>);

impl Dice {
    /// Dice seeded by the operating system, fit for secrets.
    ///
    /// # Panics
    /// When the operating system has no randomness to give: nothing safe can be done without it.
    #[must_use]
    #[expect(clippy::disallowed_methods, clippy::expect_used, reason = "the one place that asks the operating system")]
    pub fn system() -> Self {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).expect("the operating system gives randomness");
        Self(Arc::new(Mutex::new(StdRng::from_seed(seed))))
    }

    /// Dice that always fall the same way for the same seed. Never for secrets outside tests and the demonstration.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0_u8; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A whole number from 0 up to but not including `end`; 0 when `end` is 0. The bias of the remainder is under one in 2^32.
    #[must_use]
    pub fn below(&self, end: u32) -> u32 {
        let drawn = u64::from_le_bytes(self.bytes());
        if end == 0 { 0 } else { u32::try_from(drawn % u64::from(end)).unwrap_or(0) }
    }

    /// A new record's key, made at `now`.
    #[must_use]
    pub fn id(&self, now: Instant) -> Id {
        let millis = u64::try_from(now.micros() / 1000).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes::<10>()).into_uuid()
    }
}
