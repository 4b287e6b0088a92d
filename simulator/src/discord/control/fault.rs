//! Faults on demand: refusals, limits, cut connections, late and unreadable answers.

use std::time::Duration;

use serde_json::Value;

/// A fault for the next calls that match, `times` times.
///
/// `method` and `route` are as in [`Exchange`](crate::discord::Exchange); `"*"` or an empty text
/// matches all, and a route ending in `*` matches what begins so. `channel` narrows to calls below
/// `/channels/{channel_id}`.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Answer with a status and one of Discord's error bodies; nothing is applied.
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
    /// Answer 429; nothing is applied.
    RateLimited {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// Seconds to wait.
        retry_after: f64,
        /// The global limit, not a bucket's.
        global: bool,
        /// `user`, `shared` or `global`.
        scope: &'static str,
        /// With the rate-limit headers, or only the body.
        with_headers: bool,
        /// How often.
        times: usize,
    },
    /// Cut the connection; nothing is applied.
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
    /// Apply the call, then do not say so: the ambiguous answer.
    DropAfterApply {
        /// HTTP method.
        method: &'static str,
        /// Route template.
        route: &'static str,
        /// Only this channel.
        channel: Option<u64>,
        /// Answer this status (502, say) instead of cutting the connection.
        status: Option<u16>,
        /// How often.
        times: usize,
    },
    /// Apply the call and answer late.
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
    /// Answer a page of HTML, as a proxy before Discord does; nothing is applied.
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
    /// Answer 400 "Invalid Form Body" to a body that contains this text.
    RefuseBodyContaining {
        /// The text, as the JSON strings of the body have it.
        text: String,
        /// How often.
        times: usize,
    },
}

/// What a fault is matched against.
#[derive(Debug)]
pub(crate) struct Target<'a> {
    pub(crate) method: &'a str,
    pub(crate) route: &'a str,
    pub(crate) channel: Option<u64>,
    pub(crate) body: Option<&'a Value>,
}

/// The faults still to come.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes the first fault that matches and has turns left.
    pub(crate) fn take(&mut self, target: &Target<'_>) -> Option<Fault> {
        let found = self.0.iter_mut().find(|fault| fault.left() > 0 && fault.matches(target))?;
        *found.times() -= 1;
        let taken = found.clone();
        self.0.retain(|fault| fault.left() > 0);
        Some(taken)
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

    fn left(&self) -> usize {
        *self.clone().times()
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
    fn a_fault_takes_its_turns_and_is_gone() {
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
