//! Everything the bot and the simulator say to each other, held against Discord's own OpenAPI
//! document, and against the rules that the document does not state.
//!
//! A test that keeps its Discord in [`Checked`] has all of it checked at its end.

mod document;
mod events;

use std::collections::BTreeSet;
use std::ops::Deref;

use simulator::{Discord, Exchange};

pub(crate) use document::Document;

/// A Discord whose conversation is checked when the test is over.
pub(crate) struct Checked {
    discord: Discord,
    unknown_fields: Fields,
}

/// What becomes of fields that a request's schema does not name. Discord passes over them, but in
/// what we write they are slips.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fields {
    Refused,
    PassedOver,
}

impl Checked {
    /// Checks `discord` when this is dropped.
    pub(crate) fn new(discord: Discord) -> Checked {
        Checked { discord, unknown_fields: Fields::Refused }
    }

    /// The same where a client that is not ours has its own ways.
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
        // A test that has failed already has its own reason.
        if !std::thread::panicking() {
            check(&self.discord, self.unknown_fields);
        }
    }
}

/// Panics with all that is wrong with what was said so far.
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

/// What is wrong with one REST call and its answer.
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
        // What another client writes is its own affair: Discord takes numbers for ids, too.
        (Some(_), Some(_)) => {}
        (Some(_), None) if operation.needs_a_body() => wrong.push("/: has no body".to_owned()),
        (None, Some(_)) => wrong.push("/: Discord takes no body here".to_owned()),
        _ => {}
    }
    for line in &mut wrong {
        *line = format!("{call} {line}");
    }
    // A cut connection and a proxy's 5xx are no answers of Discord's.
    if (200..500).contains(status) {
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

/// The document calls the codes of single fields numbers, and wants one in every 429; in reality
/// the first are words, and a limit may come without.
fn differs_in_reality(status: u16, line: &str) -> bool {
    let field_code = status == 400 && line.starts_with("/errors/");
    field_code || (status == 429 && line.ends_with("\"code\" is a required property"))
}
