//! Counters of requests to the papers hub, for `/metrics`.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

/// A request and its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct Request {
    /// `daily_papers`, `search` or another part of the API.
    route: &'static str,
    /// The HTTP status, or why there was none.
    status: String,
}

/// The counters. Clones share them.
#[derive(Clone, Debug, Default)]
pub struct Counters {
    /// Requests that were sent.
    pub requests: Family<Request, Counter>,
}

impl Counters {
    pub(super) fn request(&self, path: &str, status: &str) {
        let route = route(path);
        self.requests.get_or_create(&Request { route, status: status.to_owned() }).inc();
    }
}

/// The part of the API in a path, without ids.
fn route(path: &str) -> &'static str {
    let known = ["daily_papers", "papers/search", "arxiv", "papers"];
    known.into_iter().find(|part| path.contains(&format!("/api/{part}"))).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_contain_no_ids() {
        for (path, expected) in [
            ("/api/daily_papers", "daily_papers"),
            ("/api/papers/search", "papers/search"),
            ("/api/papers/2605.00001", "papers"),
            ("/mirror/api/arxiv/2605.00001/repos", "arxiv"),
            ("/", "other"),
        ] {
            assert_eq!(route(path), expected);
        }
    }
}
