//! Delays before retrying a request to the hub.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::budget::RateHeaders;

/// The hub's window is five minutes, so a longer delay than this is an error in the header.
const LONGEST: Duration = Duration::from_secs(3_600);

/// The time until the rate limit's window ends, if the headers say it is used up: `ratelimit:
/// "api";r=0;t=23`, or without `t` the whole window in `ratelimit-policy` (`w=300`).
pub(super) fn window_exhausted_for(headers: &HeaderMap) -> Option<Duration> {
    let limit = text(headers, "ratelimit")?;
    if parameter(limit, "r")? != 0 {
        return None;
    }
    let seconds = parameter(limit, "t").or_else(|| {
        let policy = text(headers, "ratelimit-policy")?;
        parameter(policy, "w")
    })?;
    Some(Duration::from_secs(seconds).min(LONGEST))
}

/// The rate limit in the headers: `ratelimit: "api";r=495;t=23`, and the whole window in
/// `ratelimit-policy: …;q=500;w=300`.
pub(super) fn rate_headers(headers: &HeaderMap) -> Option<RateHeaders> {
    let limit = text(headers, "ratelimit")?;
    let quota = text(headers, "ratelimit-policy").and_then(|policy| parameter(policy, "q"));
    let ends_in = parameter(limit, "t").map(|wait| Duration::from_secs(wait).min(LONGEST));
    Some(RateHeaders { left: parameter(limit, "r")?, quota, ends_in })
}

/// The delay requested by a refusal: until the window ends, or else `Retry-After` in seconds or as
/// a date. `None` if there is none, or none that is usable.
pub(super) fn requested_wait(headers: &HeaderMap) -> Option<Duration> {
    window_exhausted_for(headers).or_else(|| retry_after(headers)).filter(|wait| !wait.is_zero())
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER.as_str())?.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds).min(LONGEST));
    }
    // The date is relative to the response's own date, since the clocks may differ.
    let until = date(value)?;
    let now = date(text(headers, DATE.as_str())?)?;
    let wait = Duration::try_from(until.duration_since(now)).ok()?;
    Some(wait.min(LONGEST))
}

fn date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

/// The value of `;name=` in the item for `"api"`, or in the only item.
fn parameter(value: &str, name: &str) -> Option<u64> {
    let item = value.split(',').find(|item| item.contains("\"api\"")).unwrap_or(value);
    let mut pairs = item.split(';').filter_map(|part| part.trim().split_once('='));
    pairs.find(|(key, _)| *key == name)?.1.trim().parse().ok()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Retry delays if the hub requests none: each twice as long, plus up to 100% jitter, so that many
/// clients don't retry in step.
pub(super) fn backoff(base: Duration) -> impl Iterator<Item = Duration> {
    let waits = ExponentialBuilder::new().with_min_delay(base).with_max_delay(LONGEST);
    waits.with_jitter().without_max_times().build()
}

#[cfg(test)]
mod tests {
    use reqwest::header::{HeaderName, HeaderValue};

    use super::*;

    const LIMIT: &str = "ratelimit";
    const POLICY: &str = "ratelimit-policy";

    #[test]
    fn the_wait_is_read_from_the_headers() {
        let check = |headers: &[(&'static str, &'static str)], seconds: Option<u64>| {
            let map = headers.iter().map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            let wait = requested_wait(&map.collect());
            assert_eq!(wait, seconds.map(Duration::from_secs), "{headers:?}");
        };
        let policy = (POLICY, r#""fixed window";"api";q=500;w=300"#);
        check(&[], None);
        check(&[(LIMIT, r#""api";r=0;t=23"#), policy], Some(23));
        check(&[(LIMIT, r#""api";r=0;t=23"#), ("retry-after", "5")], Some(23));
        check(&[(LIMIT, r#""pages";r=9;t=5, "api"; r=0; t=23"#)], Some(23));
        check(&[(LIMIT, r#""api";r=0"#), policy], Some(300));
        check(&[(LIMIT, r#""api";r=0"#), ("retry-after", "5")], Some(5));
        check(&[(LIMIT, r#""api";r=7;t=23"#), ("retry-after", "5")], Some(5));
        check(&[(LIMIT, r#""api";r=7;t=23"#), policy], None);
        check(&[(LIMIT, "nonsense"), ("retry-after", "soon")], None);
        check(&[("retry-after", "0")], None);
        check(&[("retry-after", "99999999999")], Some(3_600));
        let until = ("retry-after", "Wed, 13 May 2026 07:28:40 GMT");
        check(&[until], None);
        check(&[until, ("date", "Wed, 13 May 2026 07:28:00 GMT")], Some(40));
        check(&[until, ("date", "Wed, 13 May 2026 07:29:00 GMT")], None);
    }

    #[test]
    fn the_window_is_read_from_the_headers() {
        let check = |limit: &'static str, policy: &'static str, expected: Option<RateHeaders>| {
            let mut headers = HeaderMap::new();
            headers.insert(LIMIT, HeaderValue::from_static(limit));
            headers.insert(POLICY, HeaderValue::from_static(policy));
            assert_eq!(rate_headers(&headers), expected, "{limit} {policy}");
        };
        let read = |left, quota, ends| {
            let ends_in: Option<u64> = ends;
            Some(RateHeaders { left, quota, ends_in: ends_in.map(Duration::from_secs) })
        };
        let policy = r#""fixed window";"api";q=500;w=300"#;
        check(r#""api";r=495;t=23"#, policy, read(495, Some(500), Some(23)));
        check(r#""pages";r=9;t=5, "api"; r=0; t=23"#, policy, read(0, Some(500), Some(23)));
        check(r#""api";r=7"#, "nonsense", read(7, None, None));
        check(r#""api";r=7;t=99999999999"#, "", read(7, None, Some(3_600)));
        check(r#""api";t=23"#, policy, None);
        assert_eq!(rate_headers(&HeaderMap::new()), None);
    }

    #[test]
    fn the_backoff_doubles_and_varies_above() {
        let waits: Vec<Duration> = backoff(Duration::from_millis(100)).take(40).collect();
        for (attempt, least) in [(0, 100), (1, 200), (3, 800), (39, 3_600_000)] {
            let (wait, least) = (waits[attempt], Duration::from_millis(least));
            assert!(least <= wait && wait <= least * 2, "{attempt}: {wait:?}");
        }
    }
}
