//! Counters of interactions, for `/metrics`.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// A command and the outcome of its answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Interaction {
    command: &'static str,
    outcome: &'static str,
}

/// A command.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CommandLabel {
    command: &'static str,
}

/// The outcome of an interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered within three seconds.
    Answered,
    /// It was deferred and answered later.
    Deferred,
    /// The user made a mistake; the answer explained it.
    Refused,
    /// Rate limited; the user was asked to wait.
    Busy,
    /// An internal error; the user got an apology.
    Failed,
    /// Too old to be answered, or the answer could not be delivered.
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

/// The counters. Clones share them.
#[derive(Clone, Debug)]
pub struct Counters {
    /// Interactions by command and outcome.
    pub interactions: Family<Interaction, Counter>,
    /// Seconds from an interaction's arrival until its answer was complete, by command.
    pub latency: Family<CommandLabel, Histogram>,
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
    /// Records the outcome of an interaction and how long it took.
    pub fn interaction(&self, command: &'static str, outcome: Outcome, took: Duration) {
        let outcome = outcome.as_str();
        self.interactions.get_or_create(&Interaction { command, outcome }).inc();
        self.latency.get_or_create(&CommandLabel { command }).observe(took.as_secs_f64());
    }
}
