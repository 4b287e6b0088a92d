//! Formats the metrics in Prometheus's exposition format.

use std::sync::atomic::AtomicU64;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::numbers::Numbers;
use crate::app::counters::Counters as Answers;
use crate::discord::Counters as Discord;
use crate::hub::Counters as Hub;
use crate::store::totals::Totals;

type Value = Gauge<f64, AtomicU64>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct End {
    state: String,
    reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Quantile {
    quantile: &'static str,
}

/// All exported metrics, as one page.
pub fn page(
    numbers: &Numbers,
    totals: &Totals,
    answers: &Answers,
    discord: &Discord,
    hub: &Hub,
) -> String {
    let mut registry = Registry::with_prefix("paperboy");
    gauges(&mut registry, numbers, totals);
    slots(&mut registry, totals);
    let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
    registry.register("build", "The running version", version);
    let help = "Interactions by command and outcome";
    registry.register("interactions", help, answers.interactions.clone());
    let help = "Time from an interaction until its answer was complete";
    let latency = answers.latency.clone();
    registry.register_with_unit("interaction_latency", help, Unit::Seconds, latency);
    let help = "Requests to Discord by method, route and status";
    registry.register("discord_requests", help, discord.requests.clone());
    let help = "Time that requests to Discord waited for rate limits";
    registry.register_with_unit("discord_wait", help, Unit::Seconds, discord.waits.clone());
    let help = "Gateway connections that were lost and reopened";
    registry.register("discord_reconnects", help, discord.reconnects.clone());
    let help = "Interactions that could not be read in full";
    registry.register("discord_unreadable_interactions", help, discord.unreadable.clone());
    let help = "Requests to the papers hub by route and status";
    registry.register("hub_requests", help, hub.requests.clone());
    let mut text = String::new();
    // Writing to a string can't fail.
    let _ = encode(&mut text, &registry);
    text
}

fn gauges(registry: &mut Registry, numbers: &Numbers, totals: &Totals) {
    let mut put = |name: &str, help: &str, value: f64| {
        let gauge = Value::default();
        gauge.set(value);
        registry.register(name, help, gauge);
    };
    put("papers", "Papers known", numbers.papers as f64);
    put("papers_encoded", "Papers with a vector from the model in use", numbers.encoded as f64);
    let help = "1 if this process delivers, 0 on standby";
    put("delivering", help, f64::from(u8::from(numbers.delivering)));
    put("guilds", "Servers that the bot is in", totals.guilds as f64);
    put("subscriptions", "Active subscriptions", totals.subscriptions as f64);
    let help = "Channels, threads and people that currently can't be posted to";
    put("blocked_destinations", help, totals.blocked as f64);
    put("slots_open", "Deliveries that have started and not finished", numbers.open_slots as f64);
    let help = "How long the most overdue slot has waited";
    put("slot_overdue_seconds", help, numbers.overdue.as_secs_f64());
    let help = "Age of the oldest unfinished delivery";
    put("slot_open_seconds", help, numbers.open_for.as_secs_f64());
    // Unknown values are omitted.
    let mut put_known = |name: &str, help: &str, span: Option<jiff::SignedDuration>| {
        if let Some(span) = span {
            put(name, help, span.as_secs_f64());
        }
    };
    let help = "Time since the last activity on Discord's gateway";
    put_known("discord_silence_seconds", help, numbers.discord_silence);
    put_known(
        "write_age_seconds",
        "Time since the last successful database write",
        numbers.unwritten,
    );
    put_known("list_age_seconds", "Time since the papers hub last answered", numbers.list_age);
}

/// The slots of the last day, by outcome.
fn slots(registry: &mut Registry, totals: &Totals) {
    let ended = Family::<End, Value>::default();
    for one in &totals.ended {
        let end = End { state: one.state.clone(), reason: one.reason.clone() };
        ended.get_or_create(&end).set(one.slots as f64);
    }
    registry.register("slots_last_day", "Slots of the last 24 hours by state and reason", ended);
    let lag = Family::<Quantile, Value>::default();
    if let Some((median, longest)) = totals.lag {
        lag.get_or_create(&Quantile { quantile: "0.5" }).set(median.as_secs_f64());
        lag.get_or_create(&Quantile { quantile: "1" }).set(longest.as_secs_f64());
    }
    let help = "From due to posted, of the posts of the last 24 hours";
    registry.register_with_unit("delivery_lag", help, Unit::Seconds, lag);
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::SignedDuration;

    use super::*;
    use crate::app::counters::Outcome;
    use crate::metrics::numbers::tests::fine;
    use crate::store::totals::Ended;

    #[test]
    fn metrics_are_in_prometheus_format() {
        let answers = Answers::default();
        answers.interaction("search", Outcome::Answered, Duration::from_millis(3));
        answers.interaction("search", Outcome::Answered, Duration::from_millis(3));
        answers.interaction("preview", Outcome::Deferred, Duration::from_secs(2));
        let (state, reason) = ("failed".to_owned(), "missing permission".to_owned());
        let seconds = SignedDuration::from_secs;
        let totals = Totals {
            guilds: 2,
            subscriptions: 5,
            blocked: 1,
            ended: vec![Ended { state, reason, slots: 4 }],
            lag: Some((seconds(2), seconds(60))),
        };
        let text = page(&fine(), &totals, &answers, &Discord::default(), &Hub::default());
        for line in [
            "# TYPE paperboy_papers gauge",
            "# HELP paperboy_papers_encoded Papers with a vector from the model in use.",
            "paperboy_papers 3.0",
            "paperboy_papers_encoded 2.0",
            "paperboy_delivering 1.0",
            "paperboy_guilds 2.0",
            "paperboy_subscriptions 5.0",
            "paperboy_blocked_destinations 1.0",
            "paperboy_slots_open 1.0",
            "paperboy_slot_overdue_seconds 0.0",
            "paperboy_slot_open_seconds 3.0",
            "paperboy_discord_silence_seconds 41.0",
            "paperboy_write_age_seconds 8.0",
            "paperboy_list_age_seconds 90.0",
            "paperboy_slots_last_day{state=\"failed\",reason=\"missing permission\"} 4.0",
            "paperboy_delivery_lag_seconds{quantile=\"0.5\"} 2.0",
            "paperboy_delivery_lag_seconds{quantile=\"1\"} 60.0",
            concat!("paperboy_build_info{version=\"", env!("CARGO_PKG_VERSION"), "\"} 1"),
            "paperboy_interactions_total{command=\"search\",outcome=\"answered\"} 2",
            "paperboy_interactions_total{command=\"preview\",outcome=\"deferred\"} 1",
            "paperboy_interaction_latency_seconds_count{command=\"search\"} 2",
            "paperboy_discord_reconnects_total 0",
            "# EOF",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in {text}");
        }
        let young = Numbers { list_age: None, ..fine() };
        let text = page(&young, &totals, &answers, &Discord::default(), &Hub::default());
        assert!(!text.contains("list_age"), "unknown values are omitted");
    }
}
