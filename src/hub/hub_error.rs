//! How requests to the hub can fail, by what a caller can do about it.

use std::time::Duration;

/// Why the hub gave no usable answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HubError {
    /// Too many requests, and waiting would take longer than the call allows.
    #[error("the hub accepts no more requests for {} s", .retry_after.as_secs_f64().ceil())]
    RateLimited {
        /// When to ask again. Until then calls fail immediately, without a request.
        retry_after: Duration,
    },
    /// The hub is down, slow or unreachable, even after the last retry.
    #[error("the hub is unavailable: {0}")]
    Unavailable(Outage),
    /// The hub refuses the request and would do so again.
    #[error("the hub refused the request with status {status}{}", hint(*.status))]
    Refused {
        /// The HTTP status: 400 for a bad date, 401 for a bad token, 302 for a redirect not
        /// followed.
        status: u16,
    },
    /// There is a response, but not what the hub usually sends.
    #[error("cannot parse the hub's response: {what}")]
    Unreadable {
        /// What is wrong with it.
        what: String,
    },
    /// The settings are invalid.
    #[error("invalid hub settings: {0}")]
    Configuration(String),
}

fn hint(status: u16) -> &'static str {
    match status {
        401 => "; check HF_TOKEN",
        _ => "",
    }
}

/// How the hub is unavailable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Outage {
    /// It answered 408 or 5xx.
    #[error("status {0}")]
    Status(u16),
    /// No complete response in time.
    #[error("no response in time")]
    TimedOut,
    /// No connection, or one closed without an answer; the text says which.
    #[error("no connection ({0})")]
    Unreachable(String),
}
