//! Injected faults: refusals, rate limits, cut connections, late and unreadable responses.

use std::time::Duration;

use serde_json::Value;

/// A fault for the next `times` matching requests.
///
/// `method` and `route` are as in [`Exchange`](crate::discord::Exchange). `"*"` or an empty text
/// matches everything, and a route that ends in `*` matches a prefix. `channel` limits it to
/// requests below `/channels/{channel_id}`.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Respond with a status and one of Discord's error bodies, without applying the request.
    Status {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// HTTP status.
        status: u16,
        /// Discord's error code.
        code: u64,
        /// Discord's error text.
        message: &'static str,
        /// How often.
        times: usize,
    },
    /// Respond with 429, without applying the request.
    RateLimited {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// Seconds to wait.
        retry_after: f64,
        /// Whether it is the global limit instead of a bucket's.
        global: bool,
        /// `user`, `shared` or `global`.
        scope: &'static str,
        /// Whether to include the rate limit headers or only the body.
        with_headers: bool,
        /// How often.
        times: usize,
    },
    /// Cut the connection without applying the request.
    DropBeforeApply {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// How often.
        times: usize,
    },
    /// Apply the request, but don't confirm it: an ambiguous response.
    DropAfterApply {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// The status to respond with (502, for example) instead of cutting the connection.
        status: Option<u16>,
        /// How often.
        times: usize,
    },
    /// Apply the request and respond late.
    Delay {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// How late.
        delay: Duration,
        /// How often.
        times: usize,
    },
    /// Respond with an HTML page, as a proxy in front of Discord does, without applying the
    /// request.
    Html {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// HTTP status.
        status: u16,
        /// How often.
        times: usize,
    },
    /// Respond with 400 "Invalid Form Body" to a body that contains this text.
    RefuseBodyContaining {
        /// The text, as it appears in the body's JSON strings.
        text: String,
        /// How often.
        times: usize,
    },
}

/// The request that a fault is matched against.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) route: &'a str,
    pub(crate) channel: Option<u64>,
    pub(crate) body: Option<&'a Value>,
}

/// The pending faults.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, mut fault: Fault) {
        if *fault.times() > 0 {
            self.0.push(fault);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes the first matching fault that has not been used up.
    pub(crate) fn take(&mut self, target: &Target<'_>) -> Option<Fault> {
        let found = self.0.iter().position(|fault| fault.matches(target))?;
        let left = self.0[found].times();
        *left -= 1;
        let last = *left == 0;
        Some(if last { self.0.remove(found) } else { self.0[found].clone() })
    }
}

impl Fault {
    fn times(&mut self) -> &mut usize {
        match self {
            Fault::Status { times, .. }
            | Fault::RateLimited { times, .. }
            | Fault::DropBeforeApply { times, .. }
            | Fault::DropAfterApply { times, .. }
            | Fault::Delay { times, .. }
            | Fault::Html { times, .. }
            | Fault::RefuseBodyContaining { times, .. } => times,
        }
    }

    fn matches(&self, target: &Target<'_>) -> bool {
        let (method, route, channel) = match self {
            Fault::Status { method, route, channel, .. }
            | Fault::RateLimited { method, route, channel, .. }
            | Fault::DropBeforeApply { method, route, channel, .. }
            | Fault::DropAfterApply { method, route, channel, .. }
            | Fault::Delay { method, route, channel, .. }
            | Fault::Html { method, route, channel, .. } => (*method, *route, *channel),
            Fault::RefuseBodyContaining { text, .. } => {
                return target.body.is_some_and(|body| body.to_string().contains(text.as_str()));
            }
        };
        let route_fits = route.is_empty()
            || route == target.route
            || route.strip_suffix('*').is_some_and(|start| target.route.starts_with(start));
        let method_fits = matches!(method, "" | "*") || method == target.method;
        method_fits && route_fits && (channel.is_none() || channel == target.channel)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_apply_the_given_number_of_times() {
        let mut faults = Faults::default();
        let route = "/channels/{channel_id}/messages";
        faults.add(Fault::Html { method: "POST", route, channel: Some(1), status: 502, times: 2 });
        faults.add(Fault::RefuseBodyContaining { text: "bad".to_owned(), times: 1 });
        let mut check = |method, route, channel, body, expected| {
            let value = Value::from(body);
            let taken = faults.take(&Target { method, route, channel, body: Some(&value) });
            assert_eq!(taken.is_some(), expected, "{method} {route} {channel:?} {body}");
        };
        check("GET", route, Some(1), "", false);
        check("POST", "/channels/{channel_id}", Some(1), "", false);
        check("POST", route, Some(2), "", false);
        check("POST", route, Some(1), "", true);
        check("POST", route, Some(1), "", true);
        check("POST", route, Some(1), "", false);
        check("POST", route, Some(1), "a bad paper", true);
        check("POST", route, Some(1), "a bad paper", false);
    }
}
