use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use base::{Instant, Problem};

/// Counts tries per address and kind in a window, so that nobody guesses references or floods a form. Kept in memory,
/// for this process only, and bounded: when full it forgets whoever tried least, so that a flood of addresses frees nobody who is past the limit.
#[derive(Debug)]
pub struct Limiter {
    on: bool,
    tries: Mutex<HashMap<(&'static str, String), Window>>,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    began: Instant,
    count: u32,
}

const MOST: usize = 50_000;

impl Limiter {
    /// A limiter; `on` false lets everything through (the demonstration and the benchmark).
    #[must_use]
    pub fn new(on: bool) -> Self {
        Self { on, tries: Mutex::default() }
    }

    /// Counts one try of `kind` from `address`: at most `most` in `window` microseconds.
    ///
    /// # Errors
    /// [`Problem::TooMany`] past that.
    pub fn count(
        &self,
        kind: &'static str,
        address: &str,
        most: u32,
        window: i64,
        now: Instant,
    ) -> Result<(), Problem> {
        if !self.on {
            return Ok(());
        }
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST {
            tries.retain(|_, seen| seen.began.plus(window) > now);
        }
        if tries.len() >= MOST {
            forget_half(&mut tries);
        }
        let seen = tries.entry((kind, address.to_owned())).or_insert(Window { began: now, count: 0 });
        if seen.began.plus(window) <= now {
            *seen = Window { began: now, count: 0 };
        }
        seen.count = seen.count.saturating_add(1);
        if seen.count > most { Err(Problem::TooMany) } else { Ok(()) }
    }
}

/// Leaves at most half, those who tried most.
fn forget_half(tries: &mut HashMap<(&'static str, String), Window>) {
    let mut counts: Vec<u32> = tries.values().map(|seen| seen.count).collect();
    let middle = counts.len() / 2;
    let (_, most, _) = counts.select_nth_unstable(middle);
    let (most, mut room) = (*most, middle);
    tries.retain(|_, seen| {
        let kept = seen.count > most || (seen.count == most && room > 0);
        room -= usize::from(kept && room > 0);
        kept
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use base::minutes;

    #[test]
    fn a_flood_of_addresses_frees_nobody_who_is_past_the_limit() {
        let limiter = Limiter::new(true);
        let now = Instant::from_micros(0);
        let guess = || limiter.count("miss", "192.0.2.1", 3, minutes(1), now).is_ok();
        assert_eq!([(); 5].map(|()| guess()), [true, true, true, false, false]);
        for n in 0..3 * MOST {
            let _ = limiter.count("miss", &n.to_string(), 3, minutes(1), now);
            assert!(n % 10_000 != 0 || !guess(), "after {n}");
        }
        assert!(limiter.tries.lock().is_ok_and(|tries| tries.len() <= MOST));
    }

    #[test]
    fn the_next_window_begins_afresh() {
        let limiter = Limiter::new(true);
        let now = Instant::from_micros(0);
        for _ in 0..3 {
            assert!(limiter.count("miss", "192.0.2.1", 3, minutes(1), now).is_ok());
        }
        assert!(limiter.count("miss", "192.0.2.1", 3, minutes(1), now).is_err());
        assert!(limiter.count("miss", "192.0.2.2", 3, minutes(1), now).is_ok());
        assert!(limiter.count("post", "192.0.2.1", 3, minutes(1), now).is_ok());
        assert!(limiter.count("miss", "192.0.2.1", 3, minutes(1), now.plus(minutes(1))).is_ok());
    }
}
