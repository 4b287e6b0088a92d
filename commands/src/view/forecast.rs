//! What a subscription would have brought lately, in words.

use domain::{Forecast, Subscription, TopicForecast};

use super::count;
use crate::message::{Button, Component, escape, shorten};
use crate::subscription::add::correction;

/// A row holds no more.
const MAX_BUTTONS: usize = 5;
/// Topics of which it is said what they take in.
const EXPLAINED: usize = 6;
/// Below this share of a paper a post leaves out nothing worth saying.
const HARDLY: f64 = 0.5;

/// The lines about it.
pub(crate) fn lines(subscription: &Subscription, forecast: &Forecast) -> String {
    let counted = match forecast.days {
        1 => "counted from one day".to_owned(),
        days => format!("counted over the last {days} days"),
    };
    let mut lines = vec![match forecast.papers {
        0 => format!(
            "No paper of the last {} would have been posted. Wider topics, a lower `min_upvotes` \
             or `strictness:loose` find more.",
            count(forecast.days as usize, "day")
        ),
        _ => format!("{}, {counted}{}.", capital(&rate(forecast.a_day())), by_topic(forecast)),
    }];
    lines.extend(posts(subscription, forecast));
    // Where nothing at all was found, it is said already.
    if forecast.papers > 0 || forecast.topics.iter().any(|topic| topic.meant.is_some()) {
        let silent = forecast.topics.iter().filter(|topic| topic.matched == 0);
        lines.extend(silent.map(|topic| unmatched(topic, forecast.days)));
    }
    let broad = forecast.topics.iter().filter(|topic| !topic.takes_in.0.is_empty());
    lines.extend(broad.take(EXPLAINED).map(takes_in));
    lines.into_iter().map(|line| line + "\n").collect()
}

/// A button for each topic that looks misspelt.
pub(crate) fn corrections(subscription: &Subscription, forecast: &Forecast) -> Option<Component> {
    let topics = forecast.topics.iter().enumerate();
    let buttons = topics.filter_map(|(place, topic)| {
        let meant = topic.meant.clone()?;
        let label = shorten(&format!("Use “{meant}”"), 80);
        Some(Button::press(label, correction(subscription.id, place, &meant)?))
    });
    let buttons: Vec<Button> = buttons.take(MAX_BUTTONS).collect();
    (!buttons.is_empty()).then_some(Component::Buttons(buttons))
}

/// `: diffusion 3 a day, RAG one every 4 days`, where there are several topics.
fn by_topic(forecast: &Forecast) -> String {
    if forecast.topics.len() < 2 {
        return String::new();
    }
    let topics = forecast.topics.iter().filter(|topic| topic.matched > 0);
    let topics = topics.map(|topic| {
        let a_day = f64::from(topic.papers) / f64::from(forecast.days.max(1));
        let rate = match topic.papers {
            0 => "none with enough votes".to_owned(),
            _ => rate(a_day).trim_start_matches("about ").to_owned(),
        };
        format!("{} {rate}", escape(topic.topic.as_str()))
    });
    let topics: Vec<String> = topics.collect();
    if topics.is_empty() { String::new() } else { format!(": {}", topics.join(" · ")) }
}

/// What a post holds, where it is not simply a day's papers.
fn posts(subscription: &Subscription, forecast: &Forecast) -> Option<String> {
    let most = subscription.order.max_papers;
    let a_post = forecast.a_post();
    let many = count(a_post.round() as usize, "paper");
    if forecast.left_out_a_post >= HARDLY {
        let left_out = forecast.left_out_a_post.round().max(1.0);
        return Some(format!(
            "That's about {many} a post. A post takes {most}, so about {left_out} of them would be \
             left out, those with the fewest votes. Raise `max_papers` or choose \
             `strictness:strict` to get what matters."
        ));
    }
    let daily = (0.9..1.5).contains(&forecast.days_a_post);
    (!daily && a_post >= HARDLY).then(|| format!("That's about {many} a post."))
}

fn unmatched(topic: &TopicForecast, days: u32) -> String {
    let days = count(days as usize, "day");
    let meant = topic.meant.as_ref();
    let meant = meant.map(|meant| format!(" Did you mean **{}**?", escape(meant.as_str())));
    let name = escape(topic.topic.as_str());
    format!("⚠️ No paper of the last {days} matches **{name}**.{}", meant.unwrap_or_default())
}

/// `AI safety also brings jailbreak attacks, red teaming, guardrails and 14 more.`
fn takes_in(topic: &TopicForecast) -> String {
    let (named, more) = &topic.takes_in;
    let named: Vec<String> = named.iter().map(|name| escape(name)).collect();
    let brings = match (named.split_last(), more) {
        (Some((last, [])), 0) => last.clone(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (_, more) => format!("{} and {more} more", named.join(", ")),
    };
    format!("-# {} also brings {brings}.", escape(topic.topic.as_str()))
}

/// `about 3 papers a day`, `about one paper every 4 days`.
fn rate(a_day: f64) -> String {
    let every = (1.0 / a_day).round();
    match a_day {
        many if many >= 0.75 => format!("about {} a day", count(many.round() as usize, "paper")),
        _ => format!("about one paper every {every} days"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::subscription;
    use super::*;

    fn topic(name: &str, matched: u32, papers: u32) -> TopicForecast {
        TopicForecast {
            topic: name.parse().expect(name),
            matched,
            papers,
            takes_in: (Vec::new(), 0),
            meant: None,
        }
    }

    fn forecast(papers: u32, topics: Vec<TopicForecast>) -> Forecast {
        Forecast { days: 30, papers, days_a_post: 1.0, left_out_a_post: 0.0, topics }
    }

    #[test]
    fn rates_are_told_in_all_and_by_topic() {
        let check = |forecast: Forecast, expected: &str| {
            assert_eq!(lines(&subscription(7), &forecast).trim_end(), expected);
        };
        check(forecast(108, vec![]), "About 4 papers a day, counted over the last 30 days.");
        check(
            forecast(30, vec![topic("stars", 30, 30)]),
            "About 1 paper a day, counted over the last 30 days.",
        );
        check(
            forecast(
                120,
                vec![topic("stars", 130, 120), topic("moons", 7, 7), topic("suns", 3, 0)],
            ),
            "About 4 papers a day, counted over the last 30 days: stars 4 papers a day · moons one \
             paper every 4 days · suns none with enough votes.",
        );
        check(
            forecast(0, vec![topic("qwerty", 0, 0)]),
            "No paper of the last 30 days would have been posted. Wider topics, a lower \
             `min_upvotes` or `strictness:loose` find more.",
        );
        let one_day = Forecast { days: 1, ..forecast(4, vec![]) };
        check(one_day, "About 4 papers a day, counted from one day.");
    }

    #[test]
    fn what_a_post_holds_and_leaves_out_is_told() {
        let check = |days_a_post: f64, left_out_a_post: f64, expected: Option<&str>| {
            let forecast = Forecast { days_a_post, left_out_a_post, ..forecast(60, vec![]) };
            let found = posts(&subscription(7), &forecast);
            assert_eq!(found.as_deref(), expected, "{days_a_post} {left_out_a_post}");
        };
        check(1.0, 0.2, None);
        check(1.4, 0.0, None);
        check(0.5, 0.0, Some("That's about 1 paper a post."));
        check(3.5, 0.0, Some("That's about 7 papers a post."));
        check(
            7.0,
            4.4,
            Some(
                "That's about 14 papers a post. A post takes 10, so about 4 of them would be left \
                 out, those with the fewest votes. Raise `max_papers` or choose \
                 `strictness:strict` to get what matters.",
            ),
        );
    }

    #[test]
    fn a_topic_that_matched_nothing_is_named() {
        let misspelt = TopicForecast {
            meant: "reinforcement learning".parse().ok(),
            ..topic("reinforcment lerning", 0, 0)
        };
        let forecast = forecast(60, vec![topic("LLM", 60, 60), topic("qwerty", 0, 0), misspelt]);
        insta::assert_snapshot!(lines(&subscription(7), &forecast), @r"
        About 2 papers a day, counted over the last 30 days: LLM 2 papers a day.
        ⚠️ No paper of the last 30 days matches **qwerty**.
        ⚠️ No paper of the last 30 days matches **reinforcment lerning**. Did you mean **reinforcement learning**?
        ");
        let Some(Component::Buttons(buttons)) = corrections(&subscription(7), &forecast) else {
            panic!("there are buttons");
        };
        let [Button::Press { label, custom_id, .. }] = buttons.as_slice() else {
            panic!("there is one: {buttons:?}");
        };
        assert_eq!(label, "Use “reinforcement learning”");
        assert_eq!(custom_id, "topic:7:2:reinforcement learning");
    }

    #[test]
    fn what_a_topic_takes_in_is_told() {
        let check = |named: &[&str], more: usize, expected: &str| {
            let named = named.iter().map(|name| (*name).to_owned()).collect();
            let topic = TopicForecast { takes_in: (named, more), ..topic("AI safety", 1, 1) };
            assert_eq!(takes_in(&topic), expected);
        };
        check(
            &["jailbreak attacks", "red teaming", "guardrails"],
            14,
            "-# AI safety also brings jailbreak attacks, red teaming, guardrails and 14 more.",
        );
        check(&["a", "b"], 0, "-# AI safety also brings a and b.");
        check(&["a"], 0, "-# AI safety also brings a.");
    }
}
