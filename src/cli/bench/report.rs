//! What a bench measured, each figure with the limit it is held against.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::Discord;

use super::fixture::Asker;

/// Searches of members, and how long their answers took.
#[derive(Debug, Default)]
pub(super) struct Searches {
    times: Vec<Duration>,
    failed: u32,
}

impl Searches {
    /// Lets a member search, and waits for the answer.
    pub(super) async fn search(&mut self, discord: &Discord, asker: Asker, query: &str) {
        match asker.search(discord, query).await.took() {
            Some(time) => self.times.push(time),
            None => self.failed += 1,
        }
    }

    /// The number of those with an answer.
    pub(super) fn answered(&self) -> usize {
        self.times.len()
    }
}

/// The result of a bench.
#[derive(Debug)]
pub(super) struct Report {
    /// The subcommand's name.
    name: &'static str,
    /// The sizes, with what they count.
    sizes: Vec<(&'static str, usize)>,
    figures: Vec<Figure>,
}

#[derive(Debug)]
struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    /// The value must not exceed this.
    limit: Option<f64>,
}

impl Figure {
    fn is_within(&self) -> bool {
        self.limit.is_none_or(|limit| self.value <= limit)
    }

    fn line(&self) -> String {
        let shown = |value: f64| format!("{} {}", round(value), self.unit).trim_end().to_owned();
        let limit = match self.limit {
            Some(limit) if self.is_within() => format!("  limit {}, kept", shown(limit)),
            Some(limit) => format!("  limit {}, EXCEEDED", shown(limit)),
            None => String::new(),
        };
        format!("  {:<44}{:>12}{limit}", self.what, shown(self.value))
    }
}

/// Three significant digits, and thousands without decimals.
fn round(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || size == size.trunc() => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

impl Report {
    pub(super) fn new(name: &'static str, sizes: &[(&'static str, usize)]) -> Report {
        Report { name, sizes: sizes.to_vec(), figures: Vec::new() }
    }

    /// Adds a figure that must not exceed `limit`.
    pub(super) fn add(
        &mut self,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
        limit: Option<f64>,
    ) {
        self.figures.push(Figure { what: what.into(), value, unit, limit });
    }

    /// Adds median and 99th percentile in milliseconds; the limit is for the latter.
    pub(super) fn add_times(&mut self, what: &str, mut times: Vec<Duration>, limit: Option<f64>) {
        times.sort_unstable();
        let Some(last) = times.len().checked_sub(1) else { return };
        let at = |share: f64| times[(last as f64 * share) as usize].as_secs_f64() * 1e3;
        self.add(format!("{what}, median"), at(0.5), "ms", None);
        self.add(format!("{what}, 99th percentile"), at(0.99), "ms", limit);
        self.add(format!("{what}, slowest of {}", times.len()), at(1.0), "ms", None);
    }

    /// Adds the times of searches, all of which must have been answered.
    pub(super) fn add_searches(&mut self, what: &str, searches: Searches, limit: f64) {
        self.add_times(what, searches.times, Some(limit));
        self.add("searches without an answer", f64::from(searches.failed), "", Some(0.0));
    }

    /// Adds how often a bot violated Discord's rules, which it must not.
    pub(super) fn add_violations(&mut self, discord: &Discord) {
        let violations = discord.violations().len() as f64;
        self.add("violations of Discord's rules", violations, "", Some(0.0));
    }

    pub(super) fn is_within_limits(&self) -> bool {
        self.figures.iter().all(Figure::is_within)
    }

    pub(super) fn to_text(&self) -> String {
        let sizes = self.sizes.iter().map(|(what, count)| format!("{count} {what}"));
        let heading = format!("bench {}: {}", self.name, sizes.collect::<Vec<_>>().join(", "));
        let lines = self.figures.iter().map(Figure::line);
        [heading].into_iter().chain(lines).collect::<Vec<_>>().join("\n")
    }

    pub(super) fn to_json(&self) -> Value {
        let figure = |one: &Figure| {
            json!({
                "what": one.what, "value": one.value, "unit": one.unit, "limit": one.limit,
                "within_limit": one.limit.map(|_| one.is_within()),
            })
        };
        let sizes: serde_json::Map<String, Value> =
            self.sizes.iter().map(|(what, count)| ((*what).to_owned(), json!(count))).collect();
        let figures: Vec<Value> = self.figures.iter().map(figure).collect();
        json!({ "bench": self.name, "sizes": sizes, "figures": figures })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_held_against_their_limits() {
        let mut report = Report::new("search", &[("papers", 14_000)]);
        report.add_times("/search", (1..=200).map(Duration::from_millis).collect(), Some(198.0));
        report.add("peak memory", 1_234.4, "MB", None);
        assert!(report.is_within_limits());
        report.add("start", 0.123_4, "s", Some(0.1));
        assert!(!report.is_within_limits());
        assert_eq!(
            report.to_text(),
            "bench search: 14000 papers\n  \
             /search, median                                   100 ms\n  \
             /search, 99th percentile                          198 ms  limit 198 ms, kept\n  \
             /search, slowest of 200                           200 ms\n  \
             peak memory                                      1234 MB\n  \
             start                                            0.123 s  limit 0.100 s, EXCEEDED"
        );
        let found = report.to_json();
        assert_eq!(found["sizes"]["papers"], 14_000);
        assert_eq!(found["figures"][4]["within_limit"], false);
        assert_eq!(found["figures"][3]["within_limit"], Value::Null);
    }
}
