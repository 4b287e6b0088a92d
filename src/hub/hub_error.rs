//! How asking the hub can fail, by what a caller can do about it.

use std::time::Duration;

/// Why the hub gave no answer that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HubError {
    /// Too many requests, and the wait would be longer than a call may take.
    #[error("the hub takes no more requests for {} s", .retry_after.as_secs_f64().ceil())]
    RateLimited {
        /// When to ask again. Calls before that fail at once, without a request.
        retry_after: Duration,
    },
    /// The hub is down, slow or out of reach, and was still so at the last try.
    #[error("the hub is unavailable: {0}")]
    Unavailable(Outage),
    /// The hub refuses the request; it would do so again.
    #[error("the hub refused the request with status {status}")]
    Refused {
        /// The HTTP status: 400 for a bad date, 401 for a bad token, 302 for a redirect not
        /// followed.
        status: u16,
    },
    /// There is an answer, and it is not what the hub usually sends.
    #[error("the hub's answer cannot be read: {what}")]
    Unreadable {
        /// What is wrong with it.
        what: String,
    },
    /// The settings make no client.
    #[error("the hub's settings are wrong: {0}")]
    Configuration(String),
}

/// How the hub is unavailable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// It answered 408 or 5xx.
    #[error("status {0}")]
    Status(u16),
    /// No whole answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// No connection, or one closed without an answer; the text says which.
    #[error("no connection ({0})")]
    Unreachable(String),
}
