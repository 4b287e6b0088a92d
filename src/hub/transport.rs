//! Sends a GET request: keeps the token to its origin, limits time and size, and retries failures.

use std::error::Error;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, LINK};
use reqwest::redirect::{Attempt, Policy};
use reqwest::{Client, Response, StatusCode, Url};
use secrecy::ExposeSecret;
use tokio::time::{Instant, sleep};

use super::budget::{Budget, Purpose, RateHeaders};
use super::hub_counters::Counters;
use super::{HubError, HubSettings, Outage, retry};

/// The hub answers under `/api` without redirects, so more than this is a loop.
const MAX_REDIRECTS: usize = 3;

/// Sends requests to one origin.
pub(super) struct Transport {
    pub(super) counters: Counters,
    http: Client,
    api: Url,
    settings: HubSettings,
    limit: Mutex<Limit>,
}

/// The state of the rate limit.
struct Limit {
    /// When the window ends, if it is used up.
    closed_until: Option<Instant>,
    budget: Budget,
}

/// A successful response.
pub(super) enum Answer {
    /// 304: the body with the given ETag is still current.
    Unchanged,
    /// 2xx.
    Body(Body),
}

/// A complete body.
pub(super) struct Body {
    /// The body, decompressed.
    pub(super) bytes: Vec<u8>,
    /// Its ETag.
    pub(super) etag: Option<String>,
    links: Vec<String>,
}

impl Body {
    /// The next page according to the `Link` header. Only the link's query is used, so that the
    /// next request always goes to the same place as the last one, `from`.
    pub(super) fn next(&self, from: &Url) -> Option<Url> {
        let is_next = |part: &str| {
            let rel = part.trim().strip_prefix("rel=").map(|rel| rel.trim_matches('"'));
            rel.is_some_and(|rel| rel.split(' ').any(|rel| rel.eq_ignore_ascii_case("next")))
        };
        let target = self.links.iter().flat_map(|links| links.split('<')).find_map(|link| {
            let (target, rest) = link.split_once('>')?;
            let rest = rest.trim_end().trim_end_matches(',');
            rest.split(';').any(is_next).then_some(target)
        })?;
        let mut next = from.clone();
        next.set_query(Some(from.join(target).ok()?.query()?));
        (next != *from).then_some(next)
    }
}

/// A failed request; `retry` says whether to retry and when, if the hub said so.
struct Failure {
    error: HubError,
    retry: Option<Option<Duration>>,
}

impl Transport {
    pub(super) fn new(settings: HubSettings) -> Result<Transport, HubError> {
        let wrong = |text: &str| HubError::Configuration(text.to_owned());
        let base = settings.base_url.trim().trim_end_matches('/');
        let mut api = Url::parse(base).map_err(|_| wrong("the base URL is not a URL"))?;
        let plain = api.query().is_none() && api.fragment().is_none();
        let anonymous = api.username().is_empty() && api.password().is_none();
        if !matches!(api.scheme(), "http" | "https") || !plain || !anonymous {
            return Err(wrong("the base URL must be http(s), without query and user name"));
        }
        let loopback = is_loopback(&api);
        if api.scheme() != "https" && !loopback {
            return Err(wrong("plain http is only for addresses on this machine; use https"));
        }
        let mut headers = HeaderMap::new();
        if let Some(token) = &settings.token {
            let mut value =
                HeaderValue::try_from(format!("Bearer {}", token.expose_secret().trim()))
                    .map_err(|_| wrong("the token contains invalid characters"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let mut builder = Client::builder()
            .user_agent(concat!("paperboy/", env!("CARGO_PKG_VERSION")))
            .default_headers(headers)
            .timeout(settings.timeout)
            .redirect(Policy::custom(redirect))
            .gzip(true);
        if loopback {
            // A proxy would resolve "this machine" differently.
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| HubError::Configuration(chain(&error)))?;
        push(&mut api, &["api"]);
        let limit = Limit { closed_until: None, budget: Budget::new(Instant::now()) };
        let (limit, counters) = (Mutex::new(limit), Counters::default());
        Ok(Transport { http, api, settings, limit, counters })
    }

    /// An address under `/api`.
    pub(super) fn url(&self, path: &[&str], query: &[(&str, &str)]) -> Url {
        let mut url = self.api.clone();
        push(&mut url, path);
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        url
    }

    /// Sends a request and retries while that may help and there is time. A look-up fails
    /// immediately if only the lists' share of the rate limit is left.
    pub(super) async fn get(
        &self,
        url: &Url,
        etag: Option<&str>,
        purpose: Purpose,
    ) -> Result<Answer, HubError> {
        let mut waited = Duration::ZERO;
        let mut waits = retry::backoff(self.settings.retry_base);
        let mut attempt = 0;
        loop {
            attempt += 1;
            if let Some(wait) = self.closed_for() {
                self.wait(wait, &mut waited, HubError::RateLimited { retry_after: wait }).await?;
            }
            let taken = self.limit().budget.take(purpose, Instant::now());
            taken.map_err(|retry_after| HubError::RateLimited { retry_after })?;
            let Failure { error, retry } = match self.once(url, etag).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            // The query may be what a person typed, so don't log it.
            tracing::debug!(
                http.method = "GET", http.route = url.path(), attempt, %error,
                "request to the hub failed"
            );
            let Some(requested) = retry else { return Err(error) };
            let wait = requested.or_else(|| waits.next()).unwrap_or_default();
            let error = match error {
                HubError::RateLimited { .. } => HubError::RateLimited { retry_after: wait },
                other => other,
            };
            if attempt >= self.settings.max_tries {
                return Err(error);
            }
            self.wait(wait, &mut waited, error).await?;
        }
    }

    /// Waits, or fails with `error` immediately if the call would wait too long in all.
    async fn wait(
        &self,
        wait: Duration,
        waited: &mut Duration,
        error: HubError,
    ) -> Result<(), HubError> {
        if *waited + wait > self.settings.max_wait {
            return Err(error);
        }
        *waited += wait;
        sleep(wait).await;
        Ok(())
    }

    async fn once(&self, url: &Url, etag: Option<&str>) -> Result<Answer, Failure> {
        let mut request = self.http.get(url.clone());
        if let Some(etag) = etag.and_then(|etag| HeaderValue::from_str(etag).ok()) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let sent = request.send().await;
        let status = sent.as_ref().map(|response| response.status());
        let status = status.as_ref().map_or("no response", |status| status.as_str());
        self.counters.request(url.path(), status);
        let response = sent.map_err(no_response)?;
        let (status, headers) = (response.status(), response.headers());
        let requested = retry::requested_wait(headers);
        let closed =
            retry::window_exhausted_for(headers).or_else(|| requested.filter(|_| status == 429));
        self.record(closed, retry::rate_headers(headers));
        let again = |error| Err(Failure { error, retry: Some(requested) });
        match status {
            StatusCode::NOT_MODIFIED => Ok(Answer::Unchanged),
            status if status.is_success() => self.read(response).await.map(Answer::Body),
            StatusCode::TOO_MANY_REQUESTS => {
                again(HubError::RateLimited { retry_after: Duration::ZERO })
            }
            status if status == StatusCode::REQUEST_TIMEOUT || status.is_server_error() => {
                again(HubError::Unavailable(Outage::Status(status.as_u16())))
            }
            status => {
                Err(Failure { error: HubError::Refused { status: status.as_u16() }, retry: None })
            }
        }
    }

    async fn read(&self, mut response: Response) -> Result<Body, Failure> {
        let text = |value: &HeaderValue| value.to_str().ok().map(str::to_owned);
        let etag = response.headers().get(ETAG).and_then(text);
        let links = response.headers().get_all(LINK).iter().filter_map(text).collect();
        let mut bytes = Vec::new();
        loop {
            let chunk = match response.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => return Ok(Body { bytes, etag, links }),
                Err(error) if error.is_timeout() => return Err(no_response(error)),
                Err(_) => return Err(unreadable("the body is truncated".to_owned())),
            };
            if bytes.len() + chunk.len() > self.settings.max_body {
                let most = self.settings.max_body;
                return Err(unreadable(format!("the body is larger than {most} bytes")));
            }
            bytes.extend_from_slice(&chunk);
        }
    }

    fn closed_for(&self) -> Option<Duration> {
        let until = self.limit().closed_until?;
        Some(until.saturating_duration_since(Instant::now())).filter(|wait| !wait.is_zero())
    }

    fn record(&self, closed: Option<Duration>, headers: Option<RateHeaders>) {
        let now = Instant::now();
        let mut limit = self.limit();
        if let Some(wait) = closed {
            limit.closed_until = Some(now + wait);
        }
        if let Some(headers) = headers {
            limit.budget.record(headers, now);
        }
    }

    fn limit(&self) -> MutexGuard<'_, Limit> {
        self.limit.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Follows a redirect within the origin; any other is treated as the response and refused.
fn redirect(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let origin = attempt.previous().first().map(Url::origin);
    let stays = origin == Some(attempt.url().origin());
    let short = attempt.previous().len() <= MAX_REDIRECTS;
    if stays && short { attempt.follow() } else { attempt.stop() }
}

fn no_response(error: reqwest::Error) -> Failure {
    let outage = if error.is_timeout() {
        Outage::TimedOut
    } else {
        Outage::Unreachable(chain(&error.without_url()))
    };
    Failure { error: HubError::Unavailable(outage), retry: Some(None) }
}

fn unreadable(what: String) -> Failure {
    Failure { error: HubError::Unreadable { what }, retry: None }
}

/// An error with its causes, on one line.
pub(super) fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

fn push(url: &mut Url, path: &[&str]) {
    // Only a URL without a host has no path segments, and `new` rejects those.
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
}

pub(super) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}
