//! What is offered while somebody types an option.

use domain::{PaperId, Subscription, Zone};
use jiff::Timestamp;

use super::subscription::clock;
use crate::message::shorten;
use crate::reply::{Choice, ChoiceValue};

/// The most characters that Discord takes for a choice while somebody types.
const CHOICE: usize = 100;
/// The most choices that it takes.
pub const MOST: usize = 25;

fn text(label: String, value: String) -> Choice {
    Choice { label, value: ChoiceValue::Text(value) }
}

/// Papers: title and id. Where two labels would be the same, each says its id.
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

/// Zones: each with the time there, and the text that names it.
pub fn zones(zones: &[Zone], now: Timestamp) -> Vec<Choice> {
    let choice = |zone: &Zone| {
        let name = zone.offered_name(now);
        text(format!("{name} · {}", clock(zone, now)), name)
    };
    zones.iter().map(choice).collect()
}

/// The subscriptions of a server that fit what is typed: their numbers and topics.
pub fn subscriptions(all: &[Subscription], typed: &str) -> Vec<Choice> {
    let choice = |one: &Subscription| {
        let label = shorten(&format!("#{} · {}", one.id, one.order.topics), CHOICE);
        Choice { label, value: ChoiceValue::Number(one.id.0) }
    };
    let fits = |choice: &Choice| choice.label.contains(typed.trim_start_matches('#'));
    all.iter().map(choice).filter(fits).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::subscription;
    use super::*;

    #[test]
    fn papers_of_one_title_are_told_apart_by_their_ids() {
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
    fn subscriptions_are_found_by_number_and_topic() {
        let all: Vec<Subscription> = (1..=40).map(subscription).collect();
        let check = |typed: &str, expected: &[u64]| {
            let found = subscriptions(&all, typed);
            let numbers: Vec<&ChoiceValue> = found.iter().map(|choice| &choice.value).collect();
            let expected: Vec<ChoiceValue> =
                expected.iter().copied().map(ChoiceValue::Number).collect();
            assert_eq!(numbers, expected.iter().collect::<Vec<_>>(), "{typed}");
        };
        check("#17", &[17]);
        check("40", &[40]);
        check("stars", &(1..=25).collect::<Vec<_>>());
        check("moons", &[]);
    }
}
