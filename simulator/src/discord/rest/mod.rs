//! The REST API: the entry point of all requests, which applies faults, limits and authentication
//! and records every request. The routes are implemented in the other files of this folder.

mod application;
mod channels;
mod commands;
pub(crate) mod error;
mod guilds;
mod interactions;
mod messages;
mod multipart;
pub(crate) mod rate_limit;
mod route;
mod threads;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use futures_util::stream;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::discord::Discord;
use crate::discord::control::exchange::Exchange;
use crate::discord::control::fault::{Fault, Target};
use crate::discord::rest::error::ApiError;
use crate::discord::rest::rate_limit::{Bucket, Limited};
use crate::discord::state::world::World;

use multipart::Parts;
use route::Call;

/// A bot's bodies are at most as large as their attachments, and this Discord limits those.
const MAX_BODY: usize = 10 << 20;

/// A success: status and body.
pub(crate) type Success = (u16, Value);

/// A response, or `None` to cut the connection.
struct Out {
    status: u16,
    body: Option<Value>,
    html: bool,
    limited: Option<Limited>,
    bucket: Option<Bucket>,
    headers: bool,
}

impl Out {
    fn json(status: u16, body: Value) -> Out {
        let body = (status != 204).then_some(body);
        Out { status, body, html: false, limited: None, bucket: None, headers: true }
    }

    fn cut() -> Out {
        Out::json(0, Value::Null)
    }
}

/// Handles every request below `/api`.
pub(crate) async fn serve(State(discord): State<Discord>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let method = parts.method.as_str().to_owned();
    let path = percent_decode_str(parts.uri.path()).decode_utf8_lossy();
    let path = path.trim_start_matches("/api").to_owned();
    let path = match path.trim_start_matches("/v").split_once('/') {
        Some((version, rest)) if path.starts_with("/v") && version.parse::<u8>().is_ok() => {
            format!("/{rest}")
        }
        _ => path,
    };
    let query: HashMap<String, String> = parts
        .uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            (name.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned())
        })
        .collect();
    let length = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    let length: usize = length.and_then(|length| length.parse().ok()).unwrap_or_default();
    if length > MAX_BODY {
        discord.change(|world| {
            world.violation(format!("{method} {path}: a body of {length} bytes"));
        });
        return respond(refuse(&ApiError::too_large()));
    }
    // What a bot didn't finish sending isn't a request.
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY).await else { return respond(Out::cut()) };
    let (out, delay) =
        discord.change(|world| answer(world, &method, &path, &query, &parts.headers, &bytes));
    if let Some(delay) = delay {
        tokio::time::sleep(delay).await;
    }
    respond(out)
}

fn answer(
    world: &mut World,
    method: &str,
    path: &str,
    query: &HashMap<String, String>,
    headers: &HeaderMap,
    bytes: &[u8],
) -> (Out, Option<Duration>) {
    let now = Instant::now();
    let mut body = None;
    let mut unreadable = false;
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let parts = match kind.and_then(multipart::boundary) {
        Some(boundary) => multipart::read(bytes, boundary),
        None => Some(Parts { payload: bytes.to_vec(), uploads: Vec::new() }),
    };
    let Parts { payload, uploads } = parts.unwrap_or_else(|| {
        unreadable = true;
        Parts::default()
    });
    if !payload.is_empty() {
        match serde_json::from_slice(&payload) {
            Ok(value) => body = Some(value),
            Err(_) => unreadable = true,
        }
    }
    let mut call = Call::find(method, path, query, body.as_ref());
    if let Some(call) = &mut call {
        call.uploads = uploads;
    }
    let template = call.as_ref().map_or("", |call| call.route);
    let channel = call.as_ref().and_then(|call| call.channel());
    let fault =
        world.faults.take(&Target { method, route: template, channel, body: body.as_ref() });
    let major = call.as_ref().map_or(String::new(), |call| call.major());
    let enforce = world.options.enforce_rate_limits;
    let (bucket, limited) = world.rates.take(method, template, &major, enforce, now);
    let allowed = call.as_ref().is_some_and(|call| call.needs_no_token())
        || headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok())
            == Some(&format!("Bot {}", world.options.token));
    let mut delay = None;
    let mut out = match (&fault, limited) {
        (_, _) if !allowed => refuse(&ApiError::unauthorized()),
        (Some(Fault::Status { status, code, message, .. }), _) => {
            refuse(&ApiError::new(*status, *code, message))
        }
        (Some(Fault::RateLimited { retry_after, global, scope, with_headers, .. }), _) => {
            let wait = Duration::from_secs_f64(*retry_after);
            world.rates.impose_wait(bucket.name.clone(), now + wait);
            too_many(
                Limited { retry_after: wait, global: *global, scope, before_reset: false },
                *with_headers,
            )
        }
        (Some(Fault::DropBeforeApply { .. }), _) => Out::cut(),
        (Some(Fault::Html { status, .. }), _) => {
            Out { html: true, ..Out::json(*status, Value::Null) }
        }
        (Some(Fault::RefuseBodyContaining { .. }), _) => refuse(&ApiError::field(
            "components",
            "BASE_TYPE_BAD_VALUE",
            "This body was refused on purpose",
        )),
        (_, Some(limited)) if !limited.retry_after.is_zero() => {
            if limited.before_reset {
                world.violation(format!("{method} {template} before its wait was over"));
            }
            too_many(limited, true)
        }
        (fault, _) => {
            let done = match (&call, unreadable) {
                (_, true) => Err(ApiError::bad_json()),
                (Some(call), false) => call.apply(world),
                (None, false) => {
                    world.violation(format!("no route {method} {path}"));
                    Err(ApiError::new(404, 0, "404: Not Found"))
                }
            };
            let interaction = call.as_ref().filter(|call| call.route.ends_with("/callback"));
            if let (Some(Fault::DropAfterApply { .. }), Some(call)) = (&fault, interaction)
                && let Some(found) = world.interactions.get_mut(&call.id(0))
            {
                found.answer_lost = true;
            }
            match fault {
                Some(Fault::DropAfterApply { status: None, .. }) => Out::cut(),
                Some(Fault::DropAfterApply { status: Some(status), .. }) => {
                    Out { html: true, ..Out::json(*status, Value::Null) }
                }
                fault => {
                    if let Some(Fault::Delay { delay: late, .. }) = fault {
                        delay = Some(*late);
                    }
                    match done {
                        Ok((status, body)) => Out::json(status, body),
                        Err(refusal) if refusal.status == 429 => too_many(
                            Limited {
                                retry_after: Duration::from_secs(3_600),
                                global: false,
                                scope: "shared",
                                before_reset: false,
                            },
                            true,
                        ),
                        Err(refusal) => {
                            if refusal.status == 400 && !refusal.is_state_conflict() {
                                let paths = refusal.paths();
                                world.violation(format!(
                                    "{method} {template}: {} {} {paths}",
                                    refusal.code, refusal.message
                                ));
                            }
                            refuse(&refusal)
                        }
                    }
                }
            }
        }
    };
    if fault.is_none() || out.limited.is_none() {
        out.bucket = Some(bucket);
    }
    world.record(Exchange {
        at: now,
        method: method.to_owned(),
        path: path.to_owned(),
        route: template.to_owned(),
        request: body,
        status: out.status,
        response: out.body.clone(),
    });
    (out, delay)
}

fn refuse(refusal: &ApiError) -> Out {
    Out::json(refusal.status, refusal.body())
}

fn too_many(limited: Limited, headers: bool) -> Out {
    let body = json!({
        "message": "You are being rate limited.",
        "retry_after": limited.retry_after.as_secs_f64(),
        "global": limited.global,
    });
    Out { limited: Some(limited), headers, ..Out::json(429, body) }
}

fn respond(out: Out) -> Response {
    let builder = Response::builder();
    if out.status == 0 {
        // An interrupted body makes the server close the connection midway.
        let broken = stream::iter([Err::<Vec<u8>, _>(std::io::Error::other("cut on purpose"))]);
        return builder.body(Body::from_stream(broken)).unwrap_or_default();
    }
    let mut builder = builder.status(StatusCode::from_u16(out.status).unwrap_or(StatusCode::OK));
    if out.headers && !out.html {
        // discord.py takes a 429 without this header for a ban, and gives up.
        builder = builder.header(header::VIA, "1.1 google");
    }
    if let (Some(bucket), true) = (&out.bucket, out.headers) {
        builder = builder
            .header("x-ratelimit-limit", bucket.limit)
            .header("x-ratelimit-remaining", bucket.remaining)
            .header("x-ratelimit-reset-after", format!("{:.3}", bucket.reset_after.as_secs_f64()))
            .header("x-ratelimit-bucket", format!("{:016x}", name_hash(&bucket.name)));
    }
    if let (Some(limited), true) = (&out.limited, out.headers) {
        let wait = limited.retry_after.as_secs_f64();
        builder = builder
            .header("retry-after", format!("{:.0}", wait.ceil()))
            .header("x-ratelimit-reset-after", format!("{wait:.3}"))
            .header("x-ratelimit-scope", limited.scope);
        if limited.global {
            builder = builder.header("x-ratelimit-global", "true");
        }
    }
    let body = match (out.html, out.body) {
        (true, _) => {
            builder = builder.header(header::CONTENT_TYPE, "text/html");
            Body::from("<html><body><h1>502 Bad Gateway</h1></body></html>")
        }
        (false, Some(body)) => {
            builder = builder.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        }
        (false, None) => Body::empty(),
    };
    builder.body(body).unwrap_or_default()
}

/// A bucket's opaque name.
fn name_hash(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
