//! A response: a status, a JSON body, and the headers of every response.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, LINK};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// What is left of the rate limit's window and when it ends, in seconds; constant here.
pub(super) const RATE_LIMIT: (HeaderName, HeaderValue) =
    (HeaderName::from_static("ratelimit"), HeaderValue::from_static(r#""api";r=495;t=23"#));
/// 500 requests in five minutes, the limit without a token.
pub(super) const RATE_LIMIT_POLICY: (HeaderName, HeaderValue) = (
    HeaderName::from_static("ratelimit-policy"),
    HeaderValue::from_static(r#""fixed window";"api";q=500;w=300"#),
);
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A response before headers are added.
#[derive(Debug)]
pub(super) struct Reply {
    /// The status code.
    pub(super) status: StatusCode,
    /// The body.
    pub(super) body: Value,
    /// The URL of the next page.
    pub(super) next: Option<String>,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Reply {
        Reply { status: StatusCode::OK, body, next: None }
    }

    /// 400: an invalid request.
    pub(super) fn bad(text: &str) -> Reply {
        Reply::error(StatusCode::BAD_REQUEST, text)
    }

    /// 404: not found.
    pub(super) fn missing(text: &str) -> Reply {
        Reply::error(StatusCode::NOT_FOUND, text)
    }

    pub(super) fn error(status: StatusCode, text: &str) -> Reply {
        Reply { status, body: json!({ "error": text }), next: None }
    }

    /// The response, or 304 if the client already has this body.
    pub(super) fn into_http_response(self, request: &HeaderMap) -> Response {
        let body = self.body.to_string();
        let mut headers = HeaderMap::from_iter([RATE_LIMIT, RATE_LIMIT_POLICY]);
        if let Some(link) = self.next
            && let Ok(link) = HeaderValue::try_from(format!("<{link}>; rel=\"next\""))
        {
            headers.insert(LINK, link);
        }
        if self.status == StatusCode::OK {
            let tag = tag(&body);
            let known = held(request, &tag);
            if let Ok(tag) = HeaderValue::try_from(tag) {
                headers.insert(ETAG, tag);
            }
            if known {
                return (StatusCode::NOT_MODIFIED, headers).into_response();
            }
        }
        headers.insert(CONTENT_TYPE, JSON);
        (self.status, headers, Body::from(body)).into_response()
    }
}

impl From<io::Error> for Reply {
    fn from(error: io::Error) -> Reply {
        Reply::error(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string())
    }
}

fn tag(body: &str) -> String {
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    format!("W/\"{:x}-{:016x}\"", body.len(), hasher.finish())
}

/// Whether `If-None-Match` contains the tag; weak and strong forms are equivalent here.
fn held(request: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == "*" || bare(known) == bare(tag))
}
