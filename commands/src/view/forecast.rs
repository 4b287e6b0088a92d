//! Formats a subscription's forecast.

use domain::{Forecast, Language, Topic, TopicForecast, TopicPlace};

use crate::l10n::{Arg, Text, comma};
use crate::message::{Button, Component, escape, shorten};
use crate::{say, text};

/// The maximum number of buttons in a row.
const MAX_BUTTONS: usize = 5;
/// The number of topics whose included concepts are listed.
const EXPLAINED: usize = 6;
/// If a post leaves out fewer papers than this on average, it isn't mentioned.
const HARDLY: f64 = 0.5;

/// The lines of the forecast, for posts with at most `max_papers` papers.
pub(crate) fn lines(max_papers: u32, forecast: &Forecast, language: Language) -> Vec<String> {
    let mut lines = vec![match forecast.papers {
        0 => text!("forecast-none", days = forecast.days),
        _ => rates(forecast),
    }];
    lines.extend(overflow(max_papers, forecast));
    // If nothing was found at all, this has already been said.
    if forecast.papers > 0 || forecast.topics.iter().any(|topic| topic.meant.is_some()) {
        let silent = forecast.topics.iter().filter(|topic| topic.matched == 0);
        lines.extend(silent.map(|topic| unmatched(topic, forecast.days)));
    }
    lines.extend(forecast.misspelt.iter().map(|one| {
        let (excluded, meant) = (escape(one.topic.as_str()), escape(one.meant.as_str()));
        text!("forecast-excluded-meant", topic = excluded, meant = meant, days = forecast.days)
    }));
    let lines = lines.into_iter().map(|line| line.to(language));
    let broad = forecast.topics.iter().filter(|topic| !topic.takes_in.0.is_empty());
    let broad = broad.take(EXPLAINED).map(|topic| format!("-# {}", takes_in(topic, language)));
    lines.chain(broad).collect()
}

/// A button for each topic and exclusion that looks misspelt; `correct` makes its custom id from the
/// topic's place and the correction.
pub(crate) fn corrections(
    forecast: &Forecast,
    correct: impl Fn(TopicPlace, &Topic) -> Option<String>,
    language: Language,
) -> Option<Component> {
    let topics = forecast.topics.iter().enumerate();
    let wanted = topics
        .filter_map(|(place, topic)| Some((TopicPlace::Wanted(place), topic.meant.as_ref()?, "")));
    let excluded = forecast.misspelt.iter();
    let excluded = excluded.map(|one| (TopicPlace::Excluded(one.place), &one.meant, "-"));
    let buttons = wanted.chain(excluded).filter_map(|(place, meant, sign)| {
        let topic = format!("{sign}{}", shorten(meant.as_str(), 50));
        let label = say!(language, "forecast-correct", topic = topic);
        Some(Button::press(label, correct(place, meant)?))
    });
    let buttons: Vec<Button> = buttons.take(MAX_BUTTONS).collect();
    (!buttons.is_empty()).then_some(Component::Buttons(buttons))
}

/// Papers per post or per day and, with several topics, papers per topic.
fn rates(forecast: &Forecast) -> Text {
    let is_daily = (0.9..1.5).contains(&forecast.days_a_post);
    let rate = match rate(forecast.a_day()) {
        _ if !is_daily && forecast.a_post() >= HARDLY => {
            text!("forecast-a-post", count = forecast.a_post().round() as u64)
        }
        Rate::ADay(count) => text!("forecast-often", count = count),
        Rate::Every(days) => text!("forecast-seldom", days = days),
    };
    let counted = text!("forecast-counted", rate = rate, days = forecast.days);
    let topics = forecast.topics.iter().filter(|topic| topic.matched > 0);
    let topics: Vec<Text> = topics.map(|topic| of_topic(topic, forecast.days)).collect();
    match forecast.topics.len() {
        2.. if !topics.is_empty() => {
            text!("forecast-by-topic", counted = counted, topics = Arg::Facts(topics))
        }
        _ => text!("forecast-total", counted = counted),
    }
}

/// `diffusion 3 papers a day`
fn of_topic(topic: &TopicForecast, days: u32) -> Text {
    let name = escape(&shorten(topic.topic.as_str(), 50));
    match (topic.papers, rate(f64::from(topic.papers) / f64::from(days.max(1)))) {
        (0, _) => text!("forecast-topic-none", topic = name),
        (_, Rate::ADay(count)) => text!("forecast-topic-often", topic = name, count = count),
        (_, Rate::Every(days)) => text!("forecast-topic-seldom", topic = name, days = days),
    }
}

/// How many papers don't fit into a post.
fn overflow(most: u32, forecast: &Forecast) -> Option<Text> {
    let left_out = forecast.left_out_a_post.round().max(1.0) as u64;
    (forecast.left_out_a_post >= HARDLY)
        .then(|| text!("forecast-overflow", most = most, left_out = left_out))
}

fn unmatched(topic: &TopicForecast, days: u32) -> Text {
    let bold = |topic: &Topic| format!("**{}**", escape(topic.as_str()));
    let unmatched = text!("forecast-unmatched", topic = bold(&topic.topic), days = days);
    match &topic.meant {
        Some(meant) => {
            text!("forecast-unmatched-meant", unmatched = unmatched, meant = bold(meant))
        }
        None => text!("forecast-unmatched-english", unmatched = unmatched),
    }
}

/// `AI safety also includes jailbreak attacks, red teaming, guardrails and 14 more.`
fn takes_in(topic: &TopicForecast, language: Language) -> String {
    let (named, more) = &topic.takes_in;
    let name = escape(topic.topic.as_str());
    let concepts: Vec<String> = named.iter().map(|name| escape(name)).collect();
    match more {
        0 => say!(language, "forecast-takes-in", topic = name, concepts = concepts),
        more => {
            let concepts = concepts.join(comma(language));
            let count = *more;
            say!(
                language,
                "forecast-takes-in-more",
                topic = name,
                concepts = concepts,
                count = count
            )
        }
    }
}

/// How often papers come.
enum Rate {
    /// This many per day.
    ADay(u64),
    /// One in this many days.
    Every(u64),
}

fn rate(a_day: f64) -> Rate {
    match a_day {
        many if many >= 0.75 => Rate::ADay(many.round() as u64),
        few => Rate::Every((1.0 / few).round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use domain::{MisspeltExclusion, SubscriptionId};

    use super::super::fixtures::ENGLISH;
    use super::*;
    use crate::subscription::add::correction;

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
        Forecast {
            days: 30,
            papers,
            days_a_post: 1.0,
            left_out_a_post: 0.0,
            topics,
            misspelt: vec![],
        }
    }

    #[test]
    fn rates_are_shown_in_total_and_by_topic() {
        let check = |forecast: Forecast, expected: &str| {
            assert_eq!(lines(10, &forecast, ENGLISH).join("\n"), expected);
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
            "No papers from the last 30 days would have been posted. Try broader topics, a \
             lower `min_upvotes` or `strictness: loose`.",
        );
        let one_day = Forecast { days: 1, ..forecast(4, vec![]) };
        check(one_day, "About 4 papers a day, counted from one day.");
    }

    #[test]
    fn the_size_of_a_post_comes_first_unless_there_is_one_a_day() {
        let check = |days_a_post: f64, left_out_a_post: f64, rate: &str, more: Option<&str>| {
            let forecast = Forecast { days_a_post, left_out_a_post, ..forecast(60, vec![]) };
            let first = format!("{rate}, counted over the last 30 days.");
            let expected: Vec<&str> = [first.as_str()].into_iter().chain(more).collect();
            let found = lines(10, &forecast, ENGLISH);
            assert_eq!(found, expected, "{days_a_post} {left_out_a_post}");
        };
        check(1.0, 0.2, "About 2 papers a day", None);
        check(1.4, 0.0, "About 2 papers a day", None);
        check(0.5, 0.0, "About 1 paper per post", None);
        check(3.5, 0.0, "About 7 papers per post", None);
        check(0.1, 0.0, "About 2 papers a day", None);
        check(
            7.0,
            4.4,
            "About 14 papers per post",
            Some(
                "A post takes 10, so about 4 with the fewest votes \
                 would be left out. Raise `max_papers`, or choose `strictness: strict` to keep the \
                 best matches.",
            ),
        );
    }

    #[test]
    fn topics_without_matches_are_named() {
        let misspelt = TopicForecast {
            meant: "reinforcement learning".parse().ok(),
            ..topic("reinforcment lerning", 0, 0)
        };
        let topics = vec![topic("LLM", 60, 60), topic("qwerty", 0, 0), misspelt];
        let excluded = |name: &str| name.parse::<Topic>().expect(name);
        let (wrong, right) = (excluded("medicl"), excluded("medical"));
        let excluded = vec![MisspeltExclusion { place: 0, topic: wrong, meant: right }];
        let forecast = Forecast { misspelt: excluded, ..forecast(60, topics) };
        insta::assert_snapshot!(lines(10, &forecast, ENGLISH).join("\n"), @r"
        About 2 papers a day, counted over the last 30 days: LLM 2 papers a day.
        ⚠️ No paper from the last 30 days matches **qwerty**. Topics are matched in English.
        ⚠️ No paper from the last 30 days matches **reinforcment lerning**. Did you mean **reinforcement learning**?
        ⚠️ No paper from the last 30 days matches **-medicl**. Did you mean **-medical**?
        ");
        let correct = |place, meant: &Topic| correction(SubscriptionId(7), place, meant);
        let Some(Component::Buttons(buttons)) = corrections(&forecast, correct, ENGLISH) else {
            panic!("there are buttons");
        };
        let shown = |button: &Button| match button {
            Button::Press { label, custom_id, .. } => format!("{label} → {custom_id}"),
            other => panic!("{other:?}"),
        };
        let buttons: Vec<String> = buttons.iter().map(shown).collect();
        let expected = [
            "Use “reinforcement learning” → topic:7:2:reinforcement learning",
            "Use “-medical” → topic:7:-0:medical",
        ];
        assert_eq!(buttons, expected);
    }

    #[test]
    fn included_concepts_are_shown() {
        let check = |named: &[&str], more: usize, expected: &str| {
            let named = named.iter().map(|name| (*name).to_owned()).collect();
            let topic = TopicForecast { takes_in: (named, more), ..topic("AI safety", 1, 1) };
            assert_eq!(takes_in(&topic, ENGLISH), expected);
        };
        check(
            &["jailbreak attacks", "red teaming", "guardrails"],
            14,
            "AI safety also includes jailbreak attacks, red teaming, guardrails and 14 more.",
        );
        check(&["a", "b"], 0, "AI safety also includes a and b.");
        check(&["a"], 0, "AI safety also includes a.");
    }
}
