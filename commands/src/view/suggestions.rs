//! Suggestions for options being typed.

use std::collections::HashMap;

use domain::{
    ChannelId, Cron, Days, Language, PaperId, Subscription, SubscriptionId, Timetable, Zone,
};
use jiff::Timestamp;

use super::subscription::clock;
use crate::message::shorten;
use crate::reply::{Choice, ChoiceValue};
use crate::say;
use crate::words::cron_words;

/// Discord's limit for the length of a choice.
const CHOICE: usize = 100;
/// Discord's limit for the number of choices.
pub const MOST: usize = 25;

fn text(label: String, value: String) -> Choice {
    Choice { label, value: ChoiceValue::Text(value) }
}

/// Papers: title and id. If two labels would be equal, they include the id.
pub fn papers(papers: &[(PaperId, String)]) -> Vec<Choice> {
    let labels: Vec<String> = papers.iter().map(|(_, title)| shorten(title, CHOICE)).collect();
    let choices = papers.iter().zip(&labels).map(|((id, title), label)| {
        if labels.iter().filter(|other| *other == label).count() == 1 {
            return text(label.clone(), id.to_string());
        }
        let note = format!(" · {id}");
        text(shorten(title, CHOICE - note.chars().count()) + &note, id.to_string())
    });
    choices.collect()
}

/// Zones: each with its current time and the text that names it.
pub fn zones(zones: &[Zone], now: Timestamp) -> Vec<Choice> {
    let choice = |zone: &Zone| {
        let name = zone.offered_name(now);
        text(format!("{name} · {}", clock(zone, now)), name)
    };
    zones.iter().map(choice).collect()
}

/// The subscriptions of a server that match the typed text, as in their list: `#3 #papers ·
/// diffusion, … · 09:00 Berlin`. `names` are the known channel names.
pub fn subscriptions(
    all: &[Subscription],
    names: &HashMap<ChannelId, String>,
    typed: &str,
    language: Language,
) -> Vec<Choice> {
    let typed = typed.trim().to_lowercase();
    let is_its_number = |id: SubscriptionId| typed.trim_start_matches('#') == id.to_string();
    let mut found: Vec<(SubscriptionId, String)> = all
        .iter()
        .map(|one| (one.id, label(one, names, language)))
        .filter(|(id, label)| is_its_number(*id) || label.to_lowercase().contains(&typed))
        .collect();
    // `3` is first of all #3, and only then #13 or 03:00.
    found.sort_by_key(|(id, _)| !is_its_number(*id));
    found.truncate(MOST);
    let choice =
        |(id, label): (SubscriptionId, String)| Choice { label, value: ChoiceValue::Number(id.0) };
    found.into_iter().map(choice).collect()
}

fn label(one: &Subscription, names: &HashMap<ChannelId, String>, language: Language) -> String {
    /// The length limit of a channel's name and of the first topic.
    const PART: usize = 30;
    let settings = &one.settings;
    let place = match settings.destination.channel() {
        None => Some(say!(language, "direct-messages")),
        Some(channel) => names.get(&channel).map(|name| format!("#{}", shorten(name, PART))),
    };
    let place = place.map(|place| format!(" {place}")).unwrap_or_default();
    let topics = match settings.topics.include.as_slice() {
        [] => say!(language, "topics-all"),
        [first, rest @ ..] => {
            let more = if rest.is_empty() { "" } else { ", …" };
            format!("{}{more}", shorten(first.as_str(), PART))
        }
    };
    let zone = settings.schedule.zone.name();
    let zone = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
    let time = shorten(&short_time(&settings.schedule.cron, language), PART);
    shorten(&format!("#{}{place} · {topics} · {time} {zone}", one.id), CHOICE)
}

/// `09:00` for every day; other schedules in words.
fn short_time(cron: &Cron, language: Language) -> String {
    match cron.timetable() {
        Some(Timetable::At(times, Days::All)) => {
            let shown = |(hour, minute): (u8, u8)| format!("{hour:02}:{minute:02}");
            times.into_iter().map(shown).collect::<Vec<_>>().join(", ")
        }
        _ => cron_words(cron).shown(language),
    }
}

#[cfg(test)]
mod tests {
    use domain::Destination;

    use super::super::fixtures::subscription;
    use super::*;

    #[test]
    fn papers_with_the_same_title_show_their_ids() {
        let long = "Attention ".repeat(12);
        let all = [("1706.03762", "Attention"), ("2605.00001", "Attention"), ("2605.00002", "A")];
        let all = all.into_iter().chain([("2605.00003", &*long), ("2605.00004", &*long)]);
        let all: Vec<(PaperId, String)> =
            all.map(|(id, title)| (id.parse().expect(id), title.into())).collect();
        let choices = papers(&all);
        let labels: Vec<&str> = choices.iter().map(|choice| choice.label.as_str()).collect();
        assert_eq!(labels[..3], ["Attention · 1706.03762", "Attention · 2605.00001", "A"]);
        assert!(labels[3].ends_with("… · 2605.00003"), "{}", labels[3]);
        assert_ne!(labels[3], labels[4]);
        assert!(labels.iter().all(|label| label.chars().count() <= 100), "{labels:?}");
        assert_eq!(choices[1].value, ChoiceValue::Text("2605.00001".to_owned()));
    }

    #[test]
    fn subscriptions_are_found_by_label_and_number() {
        let mut all: Vec<Subscription> = (1..=40).map(subscription).collect();
        all[0].settings.destination = Destination::Channel(ChannelId(7));
        all[0].settings.topics = "diffusion, agents".parse().expect("topics");
        all[0].settings.schedule.zone = "America/New_York".parse().expect("a zone");
        let names = HashMap::from([(ChannelId(7), "papers".to_owned())]);
        let found = |typed: &str| subscriptions(&all, &names, typed, Language::English);
        assert_eq!(found("")[0].label, "#1 #papers · diffusion, … · 09:00 New York");
        let check = |typed: &str, expected: &[u64]| {
            let found = found(typed);
            let numbers: Vec<&ChoiceValue> = found.iter().map(|choice| &choice.value).collect();
            let expected: Vec<ChoiceValue> =
                expected.iter().copied().map(ChoiceValue::Number).collect();
            assert_eq!(numbers, expected.iter().collect::<Vec<_>>(), "{typed}");
        };
        check("#papers", &[1]);
        check("Diffusion", &[1]);
        check("#17", &[17]);
        check("4", &[4, 14, 24, 34, 40]);
        check("stars", &(2..=26).collect::<Vec<_>>());
        check("moons", &[]);
    }

    #[test]
    fn equal_labels_are_distinguished() {
        let names = HashMap::from([(ChannelId(42), "x".repeat(100))]);
        let all: Vec<Subscription> = (1..=2).map(subscription).collect();
        for language in Language::ALL {
            let found = subscriptions(&all, &names, "", language);
            assert_ne!(found[0].label, found[1].label);
            assert!(found.iter().all(|choice| choice.label.chars().count() <= 100), "{found:?}");
        }
    }
}
