//! Sends one request to Discord: token, rate limits, time-out and error handling. Only routes are
//! logged, never paths, because paths of interactions contain tokens.

use std::time::Duration;

use commands::Attachment;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;

use super::discord_counters::Counters;
use super::rate_limits::{Lane, Limits, RateHeaders};
use super::respond::ALREADY_ANSWERED;
use super::{DiscordError, multipart};

/// Discord requires a user agent.
const USER_AGENT: &str =
    concat!("DiscordBot (", env!("CARGO_PKG_REPOSITORY"), ", ", env!("CARGO_PKG_VERSION"), ")");
/// The real Discord.
const DISCORD: &str = "https://discord.com";
/// The delay after a 429 without one.
const DEFAULT_WAIT: Duration = Duration::from_secs(1);
/// A longer delay than this is an error in the header.
const LONGEST_WAIT: Duration = Duration::from_secs(3_600);
/// The shortest delay after a 429: one of zero must not be followed by a burst of requests.
const SHORTEST_WAIT: Duration = Duration::from_millis(100);

/// A request to send.
pub(super) struct Call<'a> {
    pub(super) method: Method,
    /// Below `/api/v10`, with its query.
    pub(super) path: String,
    /// The route's name, and the channel, server or webhook in it, which have separate buckets.
    pub(super) route: (&'static str, u64),
    pub(super) lane: Lane,
    pub(super) body: Option<&'a Value>,
    /// Files to attach to the body.
    pub(super) files: &'a [Attachment],
}

/// Sends requests with the bot's token, always to the same host.
pub(super) struct Transport {
    client: Client,
    base: String,
    limits: Limits,
    counters: Counters,
}

impl Transport {
    /// A transport for the real Discord, or for a stand-in at `base`.
    pub(super) fn new(
        token: &SecretString,
        base: Option<&str>,
        counters: Counters,
    ) -> anyhow::Result<Transport> {
        let mut authorization = HeaderValue::from_str(&format!("Bot {}", token.expose_secret()))?;
        authorization.set_sensitive(true);
        let headers = HeaderMap::from_iter([(AUTHORIZATION, authorization)]);
        let mut client = Client::builder()
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .redirect(reqwest::redirect::Policy::none());
        if base.is_some() {
            client = client.no_proxy();
        }
        let base = base.unwrap_or(DISCORD).trim_end_matches('/');
        Ok(Transport {
            client: client.build()?,
            base: format!("{base}/api/v10"),
            limits: Limits::new(),
            counters,
        })
    }

    /// Sends the request when its turn comes, and again after a 429; a response without a body is
    /// null.
    pub(super) async fn send(&self, call: Call<'_>) -> Result<Value, DiscordError> {
        let deadline = Instant::now() + call.lane.max_wait();
        let route = format!("{} {} {}", call.method, call.route.0, call.route.1);
        loop {
            let asked = Instant::now();
            let turn = self.limits.turn(&route, call.lane, deadline).await;
            self.counters.wait(asked.elapsed());
            let turn = turn.map_err(|retry_after| DiscordError::RateLimited { retry_after })?;
            let sent = self.send_once(&call, &route).await;
            drop(turn);
            let error = match sent {
                Ok(Ok(body)) => return Ok(body),
                // A delivery's turn can come after the deadline.
                Ok(Err(retry_after)) if Instant::now() + retry_after > deadline => {
                    DiscordError::RateLimited { retry_after }
                }
                Ok(Err(_)) => continue,
                Err(error) => error,
            };
            let (method, name) = (call.method.as_str(), call.route.0);
            match error {
                DiscordError::Forbidden { .. } | DiscordError::NotFound { .. } => {
                    tracing::info!(http.method = method, http.route = name, %error, "Discord refused a request");
                }
                // A process that shares the token was faster.
                DiscordError::Refused { code: ALREADY_ANSWERED, .. } => {
                    tracing::debug!(
                        http.method = method,
                        http.route = name,
                        "another process answered first"
                    );
                }
                _ => {
                    tracing::warn!(http.method = method, http.route = name, %error, "request to Discord failed");
                }
            }
            return Err(error);
        }
    }

    /// Sends the request now; inside, the delay after a 429, which is recorded.
    async fn send_once(
        &self,
        call: &Call<'_>,
        route: &str,
    ) -> Result<Result<Value, Duration>, DiscordError> {
        let url = format!("{}{}", self.base, call.path);
        let request = self.client.request(call.method.clone(), url);
        let mut request = request.timeout(call.lane.time_out());
        if let Some(body) = call.body {
            let (kind, bytes) = multipart::body(body, call.files);
            request = request.header(CONTENT_TYPE, kind).body(bytes);
        }
        let response = request.send().await.map_err(|error| {
            let error = no_response(error);
            self.counters.request(&call.method, call.route.0, "no response");
            error
        })?;
        let status = response.status();
        self.counters.request(&call.method, call.route.0, status.as_str());
        let headers = response.headers().clone();
        let is_shared = text(&headers, "x-ratelimit-scope") == Some("shared");
        let is_invalid = matches!(status.as_u16(), 401 | 403 | 429) && !is_shared;
        self.limits.record(route, &rate_headers(&headers), is_invalid);
        let bytes = response.bytes().await;
        if status.is_success() {
            let bytes = bytes.map_err(no_response)?;
            return match bytes.is_empty() {
                true => Ok(Ok(Value::Null)),
                false => serde_json::from_slice(&bytes)
                    .map(Ok)
                    .map_err(|_| DiscordError::Ambiguous("the response is not JSON")),
            };
        }
        // The status decides, so ignore an invalid error body.
        let body: Value = serde_json::from_slice(&bytes.unwrap_or_default()).unwrap_or_default();
        if status != StatusCode::TOO_MANY_REQUESTS {
            return Err(DiscordError::from_response(status.as_u16(), &body));
        }
        let (retry_after, is_global) = (retry_after(&headers, &body), is_global(&headers, &body));
        self.limits.record_429(route, call.lane, retry_after, is_global);
        Ok(Err(retry_after))
    }
}

fn no_response(error: reqwest::Error) -> DiscordError {
    match error {
        error if error.is_connect() => DiscordError::Unreachable,
        error if error.is_timeout() => DiscordError::Ambiguous("time-out"),
        _ => DiscordError::Ambiguous("connection lost"),
    }
}

fn rate_headers(headers: &HeaderMap) -> RateHeaders {
    RateHeaders {
        bucket: text(headers, "x-ratelimit-bucket").map(str::to_owned),
        remaining: text(headers, "x-ratelimit-remaining").and_then(|text| text.parse().ok()),
        reset_after: text(headers, "x-ratelimit-reset-after").and_then(seconds),
    }
}

/// The delay from the body, or from the header if a proxy in front of Discord responded.
fn retry_after(headers: &HeaderMap, body: &Value) -> Duration {
    let in_body = body["retry_after"].as_f64().map(|seconds| seconds.to_string());
    let named = in_body.as_deref().or_else(|| text(headers, "retry-after"));
    named.and_then(seconds).unwrap_or(DEFAULT_WAIT).max(SHORTEST_WAIT)
}

/// Whether a 429 is global. One without Discord's JSON comes from the proxy in front of it and
/// applies to the whole address.
fn is_global(headers: &HeaderMap, body: &Value) -> bool {
    body["global"] == true
        || text(headers, "x-ratelimit-global") == Some("true")
        || text(headers, "x-ratelimit-scope") == Some("global")
        || !body.is_object()
}

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok()?;
    Some(Duration::try_from_secs_f64(seconds).ok()?.min(LONGEST_WAIT))
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn global_limits_are_distinguished_from_route_limits() {
        let check = |header: Option<(&'static str, &'static str)>, body: Value, expected| {
            let headers = header.map(|(name, value)| {
                let name = reqwest::header::HeaderName::from_static(name);
                HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
            });
            let found = is_global(&headers.unwrap_or_default(), &body);
            assert_eq!(found, expected, "{header:?} {body}");
        };
        let of_route = || json!({ "retry_after": 0.5, "global": false });
        check(None, of_route(), false);
        check(Some(("x-ratelimit-scope", "shared")), of_route(), false);
        check(Some(("x-ratelimit-scope", "global")), of_route(), true);
        check(Some(("x-ratelimit-global", "true")), of_route(), true);
        check(None, json!({ "retry_after": 0.5, "global": true }), true);
        check(None, Value::Null, true);
    }

    #[test]
    fn delays_are_read_from_the_body_or_the_header() {
        let check = |header: Option<&str>, body: Value, millis: u64| {
            let headers = header.map(|text| {
                let value = HeaderValue::from_str(text).expect("a header");
                HeaderMap::from_iter([(reqwest::header::RETRY_AFTER, value)])
            });
            let found = retry_after(&headers.unwrap_or_default(), &body);
            assert_eq!(found, Duration::from_millis(millis), "{header:?} {body}");
        };
        check(None, json!({ "retry_after": 0.25 }), 250);
        check(Some("3"), json!({ "retry_after": 1 }), 1_000);
        check(Some("3"), Value::Null, 3_000);
        check(None, Value::Null, 1_000);
        check(Some("soon"), json!({ "retry_after": -1 }), 1_000);
        check(None, json!({ "retry_after": 1e300 }), 1_000);
        check(Some("99999"), Value::Null, 3_600_000);
        check(Some("0"), Value::Null, 100);
        check(None, json!({ "retry_after": 0 }), 100);
    }
}
