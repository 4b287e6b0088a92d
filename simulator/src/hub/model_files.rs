//! Serves model files, whole or from the offset at which a download was interrupted.

use std::collections::BTreeMap;
use std::io;

use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use super::routes::FIRST_HALF;

/// Files by path.
pub(super) type Files = BTreeMap<String, Bytes>;

/// Serves a file. `broken` cuts the connection after half of the requested bytes.
pub(super) fn serve(file: &Bytes, headers: &HeaderMap, broken: bool) -> Response {
    let whole = file.len();
    let from = headers.get(RANGE).and_then(first_byte);
    let mut sent = HeaderMap::new();
    sent.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    sent.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    let range = |text: String| HeaderValue::try_from(text).ok();
    let (status, rest) = match from {
        None => (StatusCode::OK, file.clone()),
        Some(from) if from >= whole => {
            sent.extend(range(format!("bytes */{whole}")).map(|value| (CONTENT_RANGE, value)));
            return (StatusCode::RANGE_NOT_SATISFIABLE, sent).into_response();
        }
        Some(from) => {
            let content_range = format!("bytes {from}-{}/{whole}", whole - 1);
            sent.extend(range(content_range).map(|value| (CONTENT_RANGE, value)));
            (StatusCode::PARTIAL_CONTENT, file.slice(from..))
        }
    };
    sent.insert(CONTENT_LENGTH, rest.len().into());
    if !broken {
        return (status, sent, rest).into_response();
    }
    let break_off = stream::once(async {
        tokio::time::sleep(FIRST_HALF).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let half = stream::iter([Ok(rest.slice(..rest.len() / 2))]).chain(break_off);
    (status, sent, Body::from_stream(half)).into_response()
}

/// The first byte of `bytes=N-`; other ranges are not supported and return the whole file.
fn first_byte(value: &HeaderValue) -> Option<usize> {
    value.to_str().ok()?.strip_prefix("bytes=")?.strip_suffix('-')?.parse().ok()
}
