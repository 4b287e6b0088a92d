//! Routes requests to responses, applying active faults.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri};
use axum::response::{Html, IntoResponse, Response};
use futures_util::{StreamExt, stream};

use super::query::Query;
use super::reply::{RATE_LIMIT_POLICY, Reply};
use super::{HubFault, Shared, hold, lists, model_files, paper, search};

const PAGE: &str = "<!doctype html><title>Hub</title><h1>Something went wrong on our side</h1>";
const USED_UP: (HeaderName, HeaderValue) =
    (HeaderName::from_static("ratelimit"), HeaderValue::from_static(r#""api";r=0;t=42"#));
/// A huge body consists of this many chunks of this size.
const PIECES: usize = 41;
const PIECE: usize = 1024 * 1024;
/// Long enough for the first half of a truncated body to be sent before the connection is cut.
pub(super) const FIRST_HALF: Duration = Duration::from_millis(20);

/// Answers a request.
pub(super) async fn serve(State(hub): State<Arc<Shared>>, request: Request) -> Response {
    let uri = request.uri().clone();
    let asked = uri.path_and_query().map_or_else(|| uri.path(), |whole| whole.as_str());
    hold(&hub.requests).push(asked.to_owned());
    let fault = hold(&hub.faults).take();
    let mut truncated = false;
    match fault {
        Some(HubFault::Status { status, .. }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return Reply::error(status, "Something went wrong")
                .into_http_response(request.headers());
        }
        Some(HubFault::RateLimited { retry_after, headers, .. }) => {
            return rate_limited(retry_after, headers);
        }
        Some(HubFault::Html { .. }) => return Html(PAGE).into_response(),
        Some(HubFault::Empty { .. }) => return StatusCode::OK.into_response(),
        Some(HubFault::Huge { .. }) => return huge(),
        Some(HubFault::Truncated { .. }) => truncated = true,
        Some(HubFault::Delay { millis, .. }) => {
            tokio::time::sleep(Duration::from_millis(millis)).await;
        }
        Some(HubFault::Down | HubFault::Field { .. }) | None => {}
    }
    let left = hold(&hub.quota).as_mut().map(|left| {
        *left -= 1;
        *left
    });
    if left.is_some_and(|left| left < 0) {
        return rate_limited(None, true);
    }
    let file = hold(&hub.files).get(uri.path()).cloned();
    if let Some(file) = file.filter(|_| request.method() == Method::GET) {
        return model_files::serve(&file, request.headers(), truncated);
    }
    let method = request.method().clone();
    let answer = tokio::task::spawn_blocking(move || answer(&hub, &method, &uri)).await;
    let reply = answer.unwrap_or_else(|error| io::Error::other(error).into());
    if truncated {
        return half(&reply);
    }
    let mut response = reply.into_http_response(request.headers());
    if let Some(left) = left
        && let Ok(value) = HeaderValue::try_from(format!("\"api\";r={left};t=42"))
    {
        response.headers_mut().insert("ratelimit", value);
    }
    response
}

/// Computes the response; may read files.
fn answer(hub: &Shared, method: &Method, uri: &Uri) -> Reply {
    let mut reply = look_up(hub, method, uri).unwrap_or_else(|refusal| refusal);
    hold(&hub.faults).edit(&mut reply.body);
    reply
}

fn look_up(hub: &Shared, method: &Method, uri: &Uri) -> Result<Reply, Reply> {
    if method != Method::GET {
        return Err(Reply::error(StatusCode::METHOD_NOT_ALLOWED, "only GET is known here"));
    }
    let query = Query::parse(uri)?;
    let mut library = hold(&hub.library);
    let path: Vec<&str> = uri.path().split('/').skip(1).collect();
    match path[..] {
        ["api", "daily_papers"] => lists::daily_papers(&mut library, &query, &hub.url),
        ["api", "papers", "search"] => search::search(&mut library, &query),
        ["api", "papers", id] => paper::paper(&mut library, id),
        ["api", "arxiv", id, "repos"] => Ok(paper::repos(&library, id)),
        _ => Err(Reply::missing("Not found")),
    }
}

fn rate_limited(retry_after: Option<u64>, headers: bool) -> Response {
    let mut sent = HeaderMap::new();
    if headers {
        sent.extend([USED_UP, RATE_LIMIT_POLICY].map(|(name, value)| (Some(name), value)));
    }
    if let Some(seconds) = retry_after {
        sent.insert(RETRY_AFTER, seconds.into());
    }
    (StatusCode::TOO_MANY_REQUESTS, sent, "Too Many Requests").into_response()
}

/// Announces the whole body, sends half of it and cuts the connection.
fn half(reply: &Reply) -> Response {
    let body = reply.body.to_string().into_bytes();
    let headers = [
        (CONTENT_LENGTH, body.len().into()),
        (CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
    ];
    let first = Bytes::copy_from_slice(&body[..body.len() / 2]);
    let broken = stream::once(async {
        tokio::time::sleep(FIRST_HALF).await;
        Err(io::Error::from(io::ErrorKind::ConnectionReset))
    });
    let sent = stream::iter([Ok(first)]).chain(broken);
    (reply.status, headers, Body::from_stream(sent)).into_response()
}

/// A list of one paper with an endless abstract.
fn huge() -> Response {
    let start =
        r#"[{"paper":{"id":"0000.00000","title":"Endless","authors":[],"upvotes":0,"summary":""#;
    let filler = Bytes::from(vec![b'x'; PIECE]);
    let sent = stream::iter([Bytes::from_static(start.as_bytes())])
        .chain(stream::iter(std::iter::repeat_n(filler, PIECES)))
        .chain(stream::iter([Bytes::from_static(br#""},"title":"Endless"}]"#)]))
        .map(Ok::<_, io::Error>);
    let json = [(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"))];
    (StatusCode::OK, json, Body::from_stream(sent)).into_response()
}
