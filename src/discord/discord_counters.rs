//! Counters of requests to Discord, for `/metrics`.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};

/// A request and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    method: String,
    /// The route's name, without ids.
    route: &'static str,
    /// The HTTP status, or why there was none.
    status: String,
}

/// The counters. Clones share them.
#[derive(Clone, Debug)]
pub struct Counters {
    /// Requests that were sent.
    pub requests: Family<Request, Counter>,
    /// How long requests waited for rate limits, in seconds.
    pub waits: Histogram,
    /// Gateway connections opened after the first one of each shard.
    pub reconnects: Counter,
    /// Interactions that could not be parsed completely.
    pub unreadable: Counter,
}

impl Default for Counters {
    fn default() -> Counters {
        Counters {
            requests: Family::default(),
            waits: Histogram::new(exponential_buckets(0.01, 4.0, 8)),
            reconnects: Counter::default(),
            unreadable: Counter::default(),
        }
    }
}

impl Counters {
    pub(super) fn request(&self, method: &reqwest::Method, route: &'static str, status: &str) {
        let (method, status) = (method.to_string(), status.to_owned());
        self.requests.get_or_create(&Request { method, route, status }).inc();
    }

    pub(super) fn wait(&self, span: Duration) {
        self.waits.observe(span.as_secs_f64());
    }
}
