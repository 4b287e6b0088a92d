//! Restricts access to programs on this machine and the page itself. Other websites must neither
//! act nor read through a visitor's browser, whatever their name or port.

use axum::extract::Request;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HOST, HeaderName, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Headers on every response, so that a browser shows it to no other site.
const HEADERS: [(HeaderName, &str); 5] = [
    (X_FRAME_OPTIONS, "DENY"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Refuses requests of other sites; `port` is the listening port.
pub(super) async fn only_from_here(port: u16, request: Request, next: Next) -> Response {
    let is_page = request.uri().path() == "/" && request.method() == Method::GET;
    if !is_from_here(port, request.headers(), is_page) {
        return (StatusCode::FORBIDDEN, "this page is for this machine only").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Added to an existing policy; both apply.
    let alone = HeaderValue::from_static("frame-ancestors 'none'");
    headers.append(CONTENT_SECURITY_POLICY, alone);
    response
}

fn is_from_here(port: u16, headers: &HeaderMap, is_page: bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    // A foreign name that resolves to this machine (DNS rebinding) is in the Host header.
    let host = text(HOST.as_str()).unwrap_or_default();
    let names = ["127.0.0.1", "localhost", "[::1]"];
    if !names.iter().any(|name| host == format!("{name}:{port}")) {
        return false;
    }
    // Another port is another site: only the page itself may open its socket.
    if text(ORIGIN.as_str()).is_some_and(|origin| origin != format!("http://{host}")) {
        return false;
    }
    // Scripts and images requested by another site have no Origin; links to the page are allowed.
    match text("sec-fetch-site") {
        None | Some("same-origin" | "none") => true,
        Some(_) => {
            let opens = text("sec-fetch-mode") == Some("navigate");
            is_page && opens && text("sec-fetch-dest") == Some("document")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_and_the_page_itself_have_access() {
        let check = |headers: &[(&'static str, &'static str)], is_page: bool, expected: bool| {
            let map = headers.iter().map(|(name, value)| {
                (HeaderName::from_static(name), HeaderValue::from_static(value))
            });
            let found = is_from_here(8080, &map.collect(), is_page);
            assert_eq!(found, expected, "{headers:?}");
        };
        let host = ("host", "127.0.0.1:8080");
        check(&[host], false, true);
        check(&[("host", "localhost:8080")], false, true);
        check(&[("host", "[::1]:8080")], false, true);
        for name in
            ["evil.example", "evil.example:8080", "127.0.0.1", "127.0.0.1:9", "", "localhost"]
        {
            check(&[("host", name)], true, false);
        }
        check(&[], true, false);
        check(&[host, ("origin", "http://127.0.0.1:8080")], false, true);
        for origin in
            ["https://evil.example", "http://127.0.0.1:9", "http://localhost:8080", "null", ""]
        {
            check(&[host, ("origin", origin)], true, false);
        }
        check(&[host, ("sec-fetch-site", "same-origin")], false, true);
        check(&[host, ("sec-fetch-site", "none")], false, true);
        check(&[host, ("sec-fetch-site", "cross-site")], true, false);
        check(&[host, ("sec-fetch-site", "same-site")], false, false);
        let link = [
            host,
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        check(&link, true, true);
        check(&link, false, false);
        let frame = [link[0], link[1], link[2], ("sec-fetch-dest", "iframe")];
        check(&frame, true, false);
    }
}
