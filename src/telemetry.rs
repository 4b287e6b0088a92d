//! The log: one line per event on standard error, as text or JSON, without tokens, message bodies or
//! user text.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::error::Error;
use std::fmt;
use std::io::{IsTerminal, Write};
use std::panic::PanicHookInfo;

use anyhow::Context;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::{LevelFilter, filter_fn};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, fmt as lines};

use crate::clock::Clock;
use crate::config::LogFormat;

/// The crates that may log. Libraries put payloads, addresses and headers into their lines, and
/// with them queries, names and interaction tokens, so no directive enables them, however specific.
const OURS: [&str; 5] = ["paperboy", "commands", "domain", "search", "simulator"];

/// Starts the log at `level`, or with the directives in it. They control only this project's lines;
/// lines and spans of other crates are never written.
///
/// # Errors
/// If the directives are invalid.
pub fn start(level: &str, format: LogFormat) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(level).ok().filter(|_| is_level(level));
    let filter = filter.with_context(|| {
        format!(
            "invalid log level `{level}` (PAPERBOY_LOG); use error, warn, info or debug, or \
             directives such as info,paperboy=debug"
        )
    })?;
    let lines = lines::layer().with_writer(std::io::stderr);
    let lines = match format {
        LogFormat::Text => {
            lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).boxed()
        }
        LogFormat::Json => lines.event_format(JsonLine).boxed(),
    };
    // Before the directives and for all layers: filtered events are never created.
    tracing_subscriber::registry()
        .with(filter_fn(|line| is_ours(line.target())))
        .with(filter)
        .with(lines)
        .try_init()
        .map_err(|error| anyhow::anyhow!("cannot start the log: {error}"))?;
    std::panic::set_hook(Box::new(panicked));
    Ok(())
}

/// Writes the sentence with which the process ends, in the format of the log.
pub fn write_last_line(sentence: &str, format: LogFormat) {
    let line = match format {
        LogFormat::Text => format!("paperboy: {sentence}"),
        LogFormat::Json => json_line(Level::ERROR, sentence, &Map::new()),
    };
    // If standard error is closed, there is nothing left to do.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Formats an event as `{"timestamp":…,"level":…,"message":…,"fields":{…}}`.
struct JsonLine;

impl<S, N> FormatEvent<S, N> for JsonLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let line = json_line(*event.metadata().level(), &fields.message, &fields.others);
        writeln!(writer, "{line}")
    }
}

fn json_line(level: Level, message: &str, fields: &Map<String, Value>) -> String {
    let (now, message) = (Clock::system().now(), Value::from(message));
    let fields = Value::from(fields.clone());
    format!(r#"{{"timestamp":"{now:.6}","level":"{level}","message":{message},"fields":{fields}}}"#)
}

/// The fields of an event, and the line itself, which is the field `message`.
#[derive(Default)]
struct Fields {
    message: String,
    others: Map<String, Value>,
}

impl Fields {
    fn set(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::String(text)) => self.message = text,
            (name, value) => {
                self.others.insert(name.to_owned(), value);
            }
        }
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value.into());
    }

    fn record_error(&mut self, field: &Field, value: &(dyn Error + 'static)) {
        self.set(field, value.to_string().into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.set(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.set(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.set(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.set(field, value.into());
    }
}

/// Whether each directive is a level, or has one. A lone word such as `verbose` would be taken for the
/// name of a crate, and turn everything else off.
fn is_level(directives: &str) -> bool {
    directives.split(',').map(str::trim).all(|directive| match directive.split_once('=') {
        Some(_) => true,
        None => !directive.is_empty() && directive.parse::<LevelFilter>().is_ok(),
    })
}

fn is_ours(target: &str) -> bool {
    OURS.contains(&target.split("::").next().unwrap_or_default())
}

/// Logs the location, and the message only if it is a constant: a formatted one may contain user
/// text.
fn panicked(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let text = panic.payload().downcast_ref::<&'static str>().copied();
    let text = text.unwrap_or("message not shown, as it may contain user text");
    let backtrace = Backtrace::capture();
    match backtrace.status() {
        BacktraceStatus::Captured => tracing::error!(place, %backtrace, "panicked: {text}"),
        _ => tracing::error!(place, "panicked: {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_lines_hold_any_text() {
        let fields = Map::from_iter([("slot".to_owned(), 7.into())]);
        let line = json_line(Level::WARN, "a \"quote\"\nand a line", &fields);
        assert!(!line.contains('\n'), "{line}");
        let line: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(line["message"], "a \"quote\"\nand a line");
        assert_eq!((&line["level"], &line["fields"]["slot"]), (&"WARN".into(), &7.into()));
        assert!(line["timestamp"].as_str().is_some_and(|at| at.parse::<jiff::Timestamp>().is_ok()));
    }

    #[test]
    fn a_word_that_is_no_level_is_not_taken_for_a_crate() {
        for level in ["info", "WARN", "off", "info,paperboy=debug", "warn, search::index=trace"] {
            assert!(is_level(level), "{level}");
        }
        for wrong in ["verbose", "", "info,verbose", "info,,debug", "paperboy"] {
            assert!(!is_level(wrong), "{wrong}");
        }
    }

    #[test]
    fn only_our_own_lines_are_written() {
        for ours in ["paperboy", "paperboy::hub::transport", "search::index", "simulator"] {
            assert!(is_ours(ours), "{ours}");
        }
        for other in ["serenity", "serenity::gateway", "hyper_util", "log", "", "paperboy_x", "h2"]
        {
            assert!(!is_ours(other), "{other}");
        }
    }
}
