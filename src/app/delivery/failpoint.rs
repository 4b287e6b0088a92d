//! Dying on purpose, for the tests of what survives: the process ends at a named boundary of a
//! delivery, as if the power had failed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The boundaries, in the order in which a delivery passes them.
pub const BOUNDARIES: [&str; 6] =
    ["composed", "claimed", "sending", "answered", "recorded", "finished"];

/// Where to die, if anywhere.
#[derive(Clone, Debug, Default)]
pub struct Failpoint {
    at: Option<&'static str>,
    left: Arc<AtomicUsize>,
    panics: bool,
}

impl Failpoint {
    /// Dies at the `count`th passage of `boundary`, such as `sending:2`; the count is 1 if it
    /// is missing.
    ///
    /// # Errors
    /// A sentence that names the boundaries there are.
    pub fn parse(text: &str) -> Result<Failpoint, String> {
        let (name, count) = text.split_once(':').unwrap_or((text, "1"));
        let known = BOUNDARIES.into_iter().find(|boundary| *boundary == name);
        match (known, count.parse()) {
            (Some(at), Ok(count @ 1..)) => Ok(Failpoint {
                at: Some(at),
                left: Arc::new(AtomicUsize::new(count)),
                panics: false,
            }),
            _ => Err(format!(
                "`{text}` is no boundary; write one of {} and a count, such as sending:2",
                BOUNDARIES.join(", ")
            )),
        }
    }

    /// The same, but with a panic, as from a mistake in the code: the process goes on.
    pub fn panicking(self) -> Failpoint {
        Failpoint { panics: true, ..self }
    }

    /// Passes a boundary; where it is the one, the process ends here and now.
    ///
    /// # Panics
    /// There, if that is what is rehearsed.
    pub fn pass(&self, boundary: &str) {
        if self.at == Some(boundary) && self.left.fetch_sub(1, Ordering::SeqCst) == 1 {
            assert!(!self.panics, "rehearsed at {boundary}");
            // No destructor runs and no buffer is written.
            std::process::abort();
        }
    }
}

#[cfg(test)]
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
