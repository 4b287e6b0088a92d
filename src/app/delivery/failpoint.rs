//! Failpoints: named boundaries of a delivery at which a debug build can be made to die, as if the
//! power had failed. The tests of what survives use them; a release build has none.

#[cfg(debug_assertions)]
use std::sync::Arc;
#[cfg(debug_assertions)]
use std::sync::atomic::{AtomicUsize, Ordering};

/// The boundaries, in the order in which a delivery passes them.
#[cfg(debug_assertions)]
pub const BOUNDARIES: [&str; 7] =
    ["composed", "claimed", "sending", "answered", "opened", "recorded", "finished"];

/// Where to die, if anywhere.
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
    /// Passes a boundary; the process ends here if it is the armed one.
    ///
    /// # Panics
    /// There, if it was armed to panic.
    pub(super) fn pass(&self, boundary: &str) {
        #[cfg(debug_assertions)]
        if let Some(armed) = &self.armed
            && armed.at == boundary
            && armed.left.fetch_sub(1, Ordering::SeqCst) == 1
        {
            assert!(!armed.panics, "failpoint at {boundary}");
            // No destructor runs and no buffer is written.
            std::process::abort();
        }
        #[cfg(not(debug_assertions))]
        let _ = boundary;
    }
}

#[cfg(debug_assertions)]
impl Failpoint {
    /// Dies at the `count`th passage of `boundary`, such as `sending:2`; the count is 1 if it
    /// is missing.
    ///
    /// # Errors
    /// A sentence that names the boundaries.
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

    /// The same, but with a panic, as from a mistake in the code: the process goes on.
    pub fn panicking(self) -> Failpoint {
        Failpoint { armed: self.armed.map(|armed| Armed { panics: true, ..armed }) }
    }
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_read_or_refused_with_the_names_there_are() {
        assert!(Failpoint::parse("sending").is_ok());
        assert!(Failpoint::parse("answered:3").is_ok());
        for text in ["", "lunch", "sending:0", "sending:x", "sending:-1"] {
            let refused = Failpoint::parse(text).expect_err(text);
            assert!(refused.contains("claimed, sending"), "{refused}");
        }
        Failpoint::default().pass("sending");
    }
}
