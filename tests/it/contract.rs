//! Validates everything the bot and the simulator exchange against Discord's OpenAPI document, and
//! against rules that the document doesn't state.
//!
//! A test that keeps its Discord in [`Checked`] has everything validated at its end.

mod document;
mod events;

use std::collections::BTreeSet;
use std::ops::Deref;

use simulator::{Discord, Exchange};

pub(crate) use document::Document;

/// A Discord whose traffic is validated at the end of the test.
pub(crate) struct Checked {
    discord: Discord,
    unknown_fields: Fields,
}

/// How to treat fields that a request's schema doesn't name. Discord ignores them, but in the bot's
/// requests they are mistakes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fields {
    Refused,
    PassedOver,
}

impl Checked {
    /// Validates `discord` when this is dropped.
    pub(crate) fn new(discord: Discord) -> Checked {
        Checked { discord, unknown_fields: Fields::Refused }
    }

    /// The same for third-party clients with their own habits.
    pub(crate) fn of_another_client(discord: Discord) -> Checked {
        Checked { discord, unknown_fields: Fields::PassedOver }
    }
}

impl Deref for Checked {
    type Target = Discord;

    fn deref(&self) -> &Discord {
        &self.discord
    }
}

impl Drop for Checked {
    fn drop(&mut self) {
        // If the test has already failed, it has its own reason.
        if !std::thread::panicking() {
            check(&self.discord, self.unknown_fields);
        }
    }
}

/// Panics with all errors found in the traffic so far.
pub(crate) fn check(discord: &Discord, unknown_fields: Fields) {
    let mut wrong: BTreeSet<String> = discord.violations().into_iter().collect();
    if let Some(document) = Document::shared() {
        for exchange in discord.exchanges() {
            wrong.extend(complaints(document, &exchange, unknown_fields));
        }
        for (event, body) in discord.dispatches() {
            wrong.extend(events::complaints(document, &event, &body));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
}

/// The errors in one REST request and its response.
pub(crate) fn complaints(
    document: &Document,
    exchange: &Exchange,
    unknown_fields: Fields,
) -> Vec<String> {
    let Exchange { method, route, request, status, response, .. } = exchange;
    let call = format!("{method} {route}");
    let Some(operation) = document.operation(method, route) else {
        return vec![format!("{method} {}: Discord has no such call", exchange.path)];
    };
    let mut wrong = Vec::new();
    match (operation.request(), request) {
        (Some(schema), Some(body)) if unknown_fields == Fields::Refused => {
            wrong.extend(document.closely(&schema, body));
        }
        // Other clients may differ: Discord accepts numbers as ids, for example.
        (Some(_), Some(_)) => {}
        (Some(_), None) if operation.needs_a_body() => wrong.push("/: has no body".to_owned()),
        (None, Some(_)) => wrong.push("/: Discord takes no body here".to_owned()),
        _ => {}
    }
    for line in &mut wrong {
        *line = format!("{call} {line}");
    }
    // A cut connection, a proxy's 5xx or its page is not a response of Discord.
    let is_page = *status >= 300 && response.as_ref().is_some_and(serde_json::Value::is_null);
    if (200..500).contains(status) && !is_page {
        let answered = match (operation.response(*status), response) {
            (Some(schema), Some(body)) => document.loosely(&schema, body),
            (Some(_), None) => vec!["/: has no body".to_owned()],
            (None, Some(_)) => vec!["/: Discord answers nothing here".to_owned()],
            (None, None) => Vec::new(),
        };
        let answered = answered.into_iter().filter(|line| !differs_in_reality(*status, line));
        wrong.extend(answered.map(|line| format!("{call} → {status} {line}")));
    }
    wrong
}

/// The document declares the error codes of single fields as numbers and requires a code in every
/// 429; in reality the former are strings and a 429 can lack a code.
fn differs_in_reality(status: u16, line: &str) -> bool {
    let field_code = status == 400 && line.starts_with("/errors/");
    field_code || (status == 429 && line.ends_with("\"code\" is a required property"))
}
