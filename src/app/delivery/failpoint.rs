//! Failpoints: named boundaries of a delivery at which a debug build can be made to crash, as in a
//! power failure. Crash tests use them; release builds have none.

#[cfg(debug_assertions)]
use std::sync::Arc;
#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicUsize, Ordering};

/// The boundaries, in the order in which a delivery passes them.
#[cfg(debug_assertions)]
pub const BOUNDARIES: [&str; 7] =
    ["composed", "claimed", "sending", "answered", "opened", "recorded", "finished"];

/// Where to crash, if anywhere.
#[derive(Clone, Debug, Default)]
pub struct Failpoint {
    #[cfg(debug_assertions)]
    armed: Option<Armed>,
}

#[cfg(debug_assertions)]
#[derive(Clone, Debug)]
struct Armed {
    at: &'static str,
    left: Arc<AtomicUsize>,
    panics: bool,
}

impl Failpoint {
    /// Passes a boundary; crashes the process if the failpoint is set here.
    ///
    /// # Panics
    /// At this boundary, if the failpoint was set to panic.
    pub(super) fn pass(&self, boundary: &str) {
        #[cfg(debug_assertions)]
        if let Some(armed) = &self.armed
            && armed.at == boundary
            && armed.left.fetch_sub(1, Ordering::SeqCst) == 1
        {
            assert!(!armed.panics, "failpoint at {boundary}");
            // Abort without running destructors or flushing buffers.
            std::process::abort();
        }
        #[cfg(not(debug_assertions))]
        let _ = boundary;
    }
}

#[cfg(debug_assertions)]
impl Failpoint {
    /// Parses a failpoint such as `sending:2`, which crashes at the second passage of `sending`.
    /// The count defaults to 1.
    ///
    /// # Errors
    /// A sentence that lists the boundaries.
    pub fn parse(text: &str) -> Result<Failpoint, String> {
        let (name, count) = text.split_once(':').unwrap_or((text, "1"));
        let known = BOUNDARIES.into_iter().find(|boundary| *boundary == name);
        match (known, count.parse()) {
            (Some(at), Ok(count @ 1..)) => {
                let left = Arc::new(AtomicUsize::new(count));
                Ok(Failpoint { armed: Some(Armed { at, left, panics: false }) })
            }
            _ => Err(format!(
                "`{text}` is not a boundary; write one of {} and a count, such as sending:2",
                BOUNDARIES.join(", ")
            )),
        }
    }

    /// The same failpoint, but panicking like a bug in the code, so that the process continues.
    pub fn panicking(self) -> Failpoint {
        Failpoint { armed: self.armed.map(|armed| Armed { panics: true, ..armed }) }
    }
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;

    #[test]
    fn unknown_boundaries_are_refused_with_the_list_of_names() {
        assert!(Failpoint::parse("sending").is_ok());
        assert!(Failpoint::parse("answered:3").is_ok());
        for text in ["", "lunch", "sending:0", "sending:x", "sending:-1"] {
            let refused = Failpoint::parse(text).expect_err(text);
            assert!(refused.contains("claimed, sending"), "{refused}");
        }
        Failpoint::default().pass("sending");
    }
}
