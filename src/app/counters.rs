//! What is counted of the answers that people get, for `/metrics`.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// What was asked, and how the answer ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Interaction {
    command: &'static str,
    outcome: &'static str,
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Asked {
    command: &'static str,
}

/// How an interaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered within three seconds.
    Answered,
    /// It was deferred, and answered later.
    Deferred,
    /// The person's mistake; the answer named it.
    Refused,
    /// Too many questions; the person was asked to wait.
    Busy,
    /// Our own fault; the person got an apology.
    Failed,
    /// Too old to be answered, or the answer did not arrive.
    Dropped,
}

impl Outcome {
    fn as_str(self) -> &'static str {
        match self {
            Outcome::Answered => "answered",
            Outcome::Deferred => "deferred",
            Outcome::Refused => "refused",
            Outcome::Busy => "busy",
            Outcome::Failed => "failed",
            Outcome::Dropped => "dropped",
        }
    }
}

/// The counts. Clones share them.
#[derive(Clone, Debug)]
pub struct Counters {
    /// Interactions by command and outcome.
    pub interactions: Family<Interaction, Counter>,
    /// Seconds from an interaction's arrival to the end of its answer, by command.
    pub latency: Family<Asked, Histogram>,
}

impl Default for Counters {
    fn default() -> Counters {
        // From two milliseconds to half a minute.
        let histogram = || Histogram::new(exponential_buckets(0.002, 2.0, 14));
        Counters {
            interactions: Family::default(),
            latency: Family::new_with_constructor(histogram as fn() -> Histogram),
        }
    }
}

impl Counters {
    /// Notes how an interaction ended, and after how long.
    pub fn interaction(&self, command: &'static str, outcome: Outcome, took: Duration) {
        let outcome = outcome.as_str();
        self.interactions.get_or_create(&Interaction { command, outcome }).inc();
        self.latency.get_or_create(&Asked { command }).observe(took.as_secs_f64());
    }
}
