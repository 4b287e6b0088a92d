//! Formats a subscription's forecast.

use domain::{
    Filters, Forecast, Language, MAX_PAPERS, PaperOrder, Selection, Strictness,
    SubscriptionSettings, Topic, TopicForecast, TopicPlace,
};

use crate::l10n::{Arg, Text, comma};
use crate::message::{Button, Component, escape, shorten};
use crate::{say, text};

/// The maximum number of buttons in a row.
const MAX_BUTTONS: usize = 5;
/// The number of topics whose included concepts are listed.
const EXPLAINED: usize = 6;
/// The number of topics without papers in one line.
const TOGETHER: usize = 5;
/// If a post leaves out fewer papers than this on average, it isn't mentioned.
const HARDLY: f64 = 0.5;

/// The settings that decide how many papers a post has, and which.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PostLimits {
    pub(crate) max_papers: u32,
    pub(crate) min_upvotes: u32,
    pub(crate) strictness: Strictness,
    pub(crate) filters: Filters,
    pub(crate) order: PaperOrder,
}

impl PostLimits {
    pub(crate) fn of(settings: &SubscriptionSettings) -> PostLimits {
        let &SubscriptionSettings { max_papers, min_upvotes, strictness, .. } = settings;
        let Selection { filters, order, .. } = settings.selection;
        PostLimits { max_papers, min_upvotes, strictness, filters, order }
    }
}

/// The lines of the forecast.
pub(crate) fn lines(limits: PostLimits, forecast: &Forecast, language: Language) -> Vec<String> {
    let mut lines = vec![match forecast.papers {
        0 => nothing(limits, forecast),
        _ => rates(forecast),
    }];
    lines.extend(overflow(limits, forecast));
    // If nothing was found at all, this has already been said.
    if forecast.papers > 0 || forecast.topics.iter().any(|topic| topic.meant.is_some()) {
        lines.extend(unmatched(forecast, language));
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

/// That nothing would have been posted, and what can be changed about it.
fn nothing(limits: PostLimits, forecast: &Forecast) -> Text {
    let none = text!("forecast-none", days = forecast.days);
    let has_topics = !forecast.topics.is_empty();
    if has_topics && forecast.topics.iter().all(|topic| topic.meant.is_some()) {
        // The corrections follow.
        return none;
    }
    if has_topics && forecast.topics.iter().all(|topic| topic.matched == 0) {
        return match limits.strictness {
            Strictness::Loose => text!("forecast-try-topics", none = none),
            _ => text!("forecast-try-topics-loose", none = none),
        };
    }
    match (limits.min_upvotes > 0, limits.filters != Filters::default()) {
        (true, true) => text!("forecast-try-votes-filters", none = none),
        (true, false) => text!("forecast-try-votes", none = none),
        (false, true) => text!("forecast-try-filters", none = none),
        (false, false) => none,
    }
}

/// Papers per post or per day and, with several topics, papers per topic.
fn rates(forecast: &Forecast) -> Text {
    let rate = match rate(forecast.papers, forecast) {
        Rate::APost(count) => text!("forecast-a-post", count = count),
        Rate::ADay(count) => text!("forecast-often", count = count),
        Rate::Every(days) => text!("forecast-seldom", days = days),
    };
    let counted = text!("forecast-counted", rate = rate, days = forecast.days);
    let topics = forecast.topics.iter().filter(|topic| topic.matched > 0);
    let topics: Vec<Text> = topics.map(|topic| of_topic(topic, forecast)).collect();
    match forecast.topics.len() {
        2.. if !topics.is_empty() => {
            text!("forecast-by-topic", counted = counted, topics = Arg::Facts(topics))
        }
        _ => text!("forecast-total", counted = counted),
    }
}

/// `diffusion 3 papers a day`, in the unit of the total
fn of_topic(topic: &TopicForecast, forecast: &Forecast) -> Text {
    let name = escape(&shorten(topic.topic.as_str(), 50));
    match (topic.papers, rate(topic.papers, forecast)) {
        (0, _) => text!("forecast-topic-none", topic = name),
        (_, Rate::APost(count)) => text!("forecast-topic-a-post", topic = name, count = count),
        (_, Rate::ADay(count)) => text!("forecast-topic-often", topic = name, count = count),
        (_, Rate::Every(days)) => text!("forecast-topic-seldom", topic = name, days = days),
    }
}

/// How many papers don't fit into a post, and what can be changed about it.
fn overflow(limits: PostLimits, forecast: &Forecast) -> Option<Text> {
    if forecast.left_out_a_post < HARDLY {
        return None;
    }
    let left_out = forecast.left_out_a_post.round().max(1.0) as u64;
    let most = limits.max_papers;
    // Without topics, every paper matches equally well, however strict it is.
    let by_match = limits.order == PaperOrder::Match && !forecast.topics.is_empty();
    let overflow = match by_match {
        true => text!("forecast-overflow-match", most = most, left_out = left_out),
        // There are forecasts for daily lists only, and these are in the order of votes.
        false => text!("forecast-overflow-votes", most = most, left_out = left_out),
    };
    // With the best match first, the best matches are kept anyway.
    let can_be_stricter =
        limits.strictness != Strictness::Strict && !forecast.topics.is_empty() && !by_match;
    Some(match (limits.max_papers < MAX_PAPERS, can_be_stricter) {
        (true, true) => text!("forecast-overflow-both", overflow = overflow),
        (true, false) => text!("forecast-overflow-raise", overflow = overflow),
        (false, true) => text!("forecast-overflow-strict", overflow = overflow),
        (false, false) => overflow,
    })
}

/// The topics that matched nothing: known ones, those that may not be in English, and those that look
/// misspelt.
fn unmatched(forecast: &Forecast, language: Language) -> Vec<Text> {
    let bold = |topic: &Topic| format!("**{}**", escape(topic.as_str()));
    let none = |topics: String| text!("forecast-unmatched", topic = topics, days = forecast.days);
    let silent = || forecast.topics.iter().filter(|topic| topic.matched == 0);
    let unexplained = |is_known: bool| {
        let topics = silent().filter(|topic| topic.meant.is_none() && topic.is_known == is_known);
        let topics: Vec<String> = topics.map(|topic| bold(&topic.topic)).collect();
        let lines = topics.chunks(TOGETHER).map(|topics| none(topics.join(comma(language))));
        lines.collect::<Vec<_>>()
    };
    let english = |unmatched| text!("forecast-unmatched-english", unmatched = unmatched);
    let misspelt = silent().filter_map(|topic| {
        let (unmatched, meant) = (none(bold(&topic.topic)), bold(topic.meant.as_ref()?));
        Some(text!("forecast-unmatched-meant", unmatched = unmatched, meant = meant))
    });
    let foreign = unexplained(false).into_iter().map(english);
    unexplained(true).into_iter().chain(foreign).chain(misspelt).collect()
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
    /// This many per post, if there isn't about one post a day.
    APost(u64),
    /// This many per day.
    ADay(u64),
    /// One in this many days.
    Every(u64),
}

fn rate(papers: u32, forecast: &Forecast) -> Rate {
    let a_day = f64::from(papers) / f64::from(forecast.days.max(1));
    let a_post = a_day * forecast.days_a_post;
    match a_day {
        _ if !forecast.is_daily && a_post >= HARDLY => Rate::APost(a_post.round() as u64),
        // Fewer are closer to one in two days than to one a day.
        many if many >= 2.0 / 3.0 => Rate::ADay(many.round() as u64),
        few => Rate::Every((1.0 / few).round() as u64),
    }
}

#[cfg(test)]
mod tests {
    use domain::{MisspeltExclusion, SubscriptionId};

    use super::super::fixtures::ENGLISH;
    use super::*;
    use crate::subscription::add::correction;

    const LIMITS: PostLimits = PostLimits {
        max_papers: 10,
        min_upvotes: 5,
        strictness: Strictness::Normal,
        filters: Filters { code: false, model: false, dataset: false },
        order: PaperOrder::List,
    };

    fn topic(name: &str, matched: u32, papers: u32) -> TopicForecast {
        TopicForecast {
            topic: name.parse().expect(name),
            matched,
            papers,
            takes_in: (Vec::new(), 0),
            meant: None,
            is_known: false,
        }
    }

    fn forecast(papers: u32, topics: Vec<TopicForecast>) -> Forecast {
        Forecast {
            days: 30,
            papers,
            days_a_post: 1.0,
            is_daily: true,
            left_out_a_post: 0.0,
            topics,
            misspelt: vec![],
        }
    }

    #[test]
    fn rates_are_shown_in_total_and_by_topic() {
        let check = |forecast: Forecast, expected: &str| {
            assert_eq!(lines(LIMITS, &forecast, ENGLISH).join("\n"), expected);
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
             paper every 4 days · suns: none pass your filters.",
        );
        check(
            forecast(0, vec![topic("qwerty", 0, 0)]),
            "No papers from the last 30 days would have been posted. Try broader topics or \
             `strictness: loose`.",
        );
        check(
            forecast(0, vec![]),
            "No papers from the last 30 days would have been posted. Try a lower `min_upvotes`.",
        );
        check(forecast(21, vec![]), "About 1 paper a day, counted over the last 30 days.");
        check(forecast(19, vec![]), "About one paper every 2 days, counted over the last 30 days.");
        let one_day = Forecast { days: 1, ..forecast(4, vec![]) };
        check(one_day, "About 4 papers a day, counted over one day.");
    }

    #[test]
    fn advice_names_only_what_can_help() {
        let check = |limits: PostLimits, topics: Vec<TopicForecast>, advice: &str| {
            let found = lines(limits, &forecast(0, topics), ENGLISH);
            let nothing = "No papers from the last 30 days would have been posted.";
            assert_eq!(found[0], format!("{nothing} {advice}").trim_end(), "{limits:?}");
        };
        let (unmatched, matched) = (|| vec![topic("qwerty", 0, 0)], || vec![topic("suns", 9, 0)]);
        let loose = PostLimits { strictness: Strictness::Loose, ..LIMITS };
        let any_votes = PostLimits { min_upvotes: 0, ..LIMITS };
        let filters = Filters { code: true, ..Filters::default() };
        check(LIMITS, unmatched(), "Try broader topics or `strictness: loose`.");
        check(loose, unmatched(), "Try broader topics.");
        check(LIMITS, matched(), "Try a lower `min_upvotes`.");
        check(any_votes, matched(), "");
        let without = "without requiring code, a model or a dataset.";
        let both = format!("Try a lower `min_upvotes`, or {without}");
        check(PostLimits { filters, ..LIMITS }, matched(), &both);
        check(PostLimits { filters, ..any_votes }, vec![], &format!("Try {without}"));
    }

    #[test]
    fn the_size_of_a_post_comes_first_unless_there_is_one_a_day() {
        let check = |days_a_post: f64, left_out_a_post: f64, rate: &str, more: Option<&str>| {
            let is_daily = (0.9..1.5).contains(&days_a_post);
            let topics = vec![topic("stars", 60, 60)];
            let rates = Forecast { days_a_post, is_daily, ..forecast(60, topics) };
            let forecast = Forecast { left_out_a_post, ..rates };
            let first = format!("{rate}, counted over the last 30 days.");
            let expected: Vec<&str> = [first.as_str()].into_iter().chain(more).collect();
            let found = lines(LIMITS, &forecast, ENGLISH);
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
                "A post holds up to 10, so about 4 with the fewest votes \
                 would be left out. Raise `max_papers`, or choose `strictness: strict` to keep the \
                 best matches.",
            ),
        );
    }

    #[test]
    fn topics_are_counted_in_the_unit_of_the_total() {
        let topics = vec![topic("stars", 130, 120), topic("moons", 7, 7), topic("suns", 3, 1)];
        let several = Forecast { days_a_post: 7.0, is_daily: false, ..forecast(124, topics) };
        assert_eq!(
            lines(LIMITS, &several, ENGLISH)[0],
            "About 29 papers per post, counted over the last 30 days: stars 28 papers per post · \
             moons 2 papers per post · suns one paper every 30 days."
        );
        // Seven posts every Monday are one a day on average, but not daily.
        let mondays = Forecast { days_a_post: 1.0, is_daily: false, ..forecast(60, vec![]) };
        assert_eq!(
            lines(LIMITS, &mondays, ENGLISH),
            ["About 2 papers per post, counted over the last 30 days."]
        );
    }

    #[test]
    fn only_what_can_be_changed_is_suggested_for_full_posts() {
        let check = |(max_papers, strictness), topics: Vec<TopicForecast>, expected: &str| {
            let limits = PostLimits { max_papers, strictness, ..LIMITS };
            let full = Forecast { left_out_a_post: 4.0, ..forecast(600, topics) };
            let shown = &lines(limits, &full, ENGLISH)[1];
            let hint = shown.split_once("would be left out.").map(|(_, hint)| hint.trim());
            assert_eq!(hint, Some(expected), "{limits:?}");
        };
        let stars = || vec![topic("stars", 600, 600)];
        let stricter = "Choose `strictness: strict` to keep the best matches.";
        check((25, Strictness::Normal), stars(), stricter);
        check((10, Strictness::Strict), stars(), "Raise `max_papers` to include more.");
        check((10, Strictness::Normal), vec![], "Raise `max_papers` to include more.");
        check((25, Strictness::Strict), stars(), "");
    }

    #[test]
    fn what_a_full_post_leaves_out_depends_on_the_order() {
        let check = |order, topics: Vec<TopicForecast>, expected: &str| {
            let limits = PostLimits { order, ..LIMITS };
            let full = Forecast { left_out_a_post: 4.0, ..forecast(600, topics) };
            let shown = &lines(limits, &full, ENGLISH)[1];
            let expected = format!("A post holds up to 10, so {expected}");
            assert_eq!(*shown, expected, "{order}");
        };
        let stars = || vec![topic("stars", 600, 600)];
        let votes = "about 4 with the fewest votes would be left out. Raise `max_papers`";
        let or = format!("{votes}, or choose `strictness: strict` to keep the best matches.");
        check(PaperOrder::List, stars(), &or);
        check(PaperOrder::Votes, stars(), &or);
        let weakest = "the weakest matches, about 4, would be left out. Raise `max_papers` to";
        check(PaperOrder::Match, stars(), &format!("{weakest} include more."));
        // All papers match equally well.
        check(PaperOrder::Match, vec![], &format!("{votes} to include more."));
    }

    #[test]
    fn known_topics_without_matches_are_not_called_foreign() {
        let known = |name| TopicForecast { is_known: true, ..topic(name, 0, 0) };
        let topics = vec![topic("LLM", 60, 60), known("tracking"), known("optical flow")];
        let topics = topics.into_iter().chain([topic("qwerty", 0, 0), topic("asdf", 0, 0)]);
        insta::assert_snapshot!(
            lines(LIMITS, &forecast(60, topics.collect()), ENGLISH)[1..].join("\n"), @r"
        ⚠️ No paper from the last 30 days matches **tracking**, **optical flow**.
        ⚠️ No paper from the last 30 days matches **qwerty**, **asdf**. Topics are matched in English.
        ");
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
        insta::assert_snapshot!(lines(LIMITS, &forecast, ENGLISH).join("\n"), @r"
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
