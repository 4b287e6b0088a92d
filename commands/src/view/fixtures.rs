//! Shared fixtures for tests of answers: papers, pages, a subscription, and messages as text.

use domain::{
    ChannelId, Destination, GuildId, Language, Paper, Schedule, Strictness, Subscription,
    SubscriptionId, SubscriptionSettings, UserId, WebUrl, Zone,
};
use jiff::Timestamp;
use jiff::civil::Date;
use proptest::prelude::*;

use super::pager::{Note, PAGE_SIZE, Page};
use crate::{Limits, Message};

/// The language of most tests.
pub(crate) const ENGLISH: Language = Language::English;

/// A paper with every field set.
pub(crate) fn paper(number: u32) -> Paper {
    Paper {
        id: format!("2605.{number:05}").parse().expect("an id"),
        title: format!("A Small Study of *Stars* [{number}]"),
        summary: "We look at stars. They shine.".to_owned(),
        ai_summary: Some("Stars shine when looked at.".to_owned()),
        keywords: vec!["stars".to_owned(), "light".to_owned()],
        authors: vec!["Ada Lovelace".to_owned(), "Alan Turing".to_owned(), "Kurt".to_owned()],
        organization: Some("Analytical Society".to_owned()),
        published_at: Some("2026-05-10T17:00:00Z".parse().expect("a time")),
        upvotes: 40 + number,
        comments: 2,
        thumbnail: WebUrl::parse("https://images.example/1.png"),
        github: WebUrl::parse("https://github.com/society/stars"),
        github_stars: Some(1_200),
        project: WebUrl::parse("https://stars.example"),
    }
}

/// A message as a user sees it: text, then controls.
pub(crate) fn read(message: &crate::Message) -> String {
    fn walk(component: &crate::Component, lines: &mut Vec<String>) {
        use crate::{Accessory, Button, Component};
        let button = |button: &Button| match button {
            Button::Link { label, url } => format!("[{label} ↗ {url}]"),
            Button::Press { label, custom_id, disabled, .. } => {
                format!("[{label} → {custom_id}{}]", if *disabled { ", off" } else { "" })
            }
        };
        match component {
            Component::Text(text) => lines.push(text.clone()),
            Component::Section(text, Accessory::Thumbnail(url, _)) => {
                lines.push(format!("{text}  ({url})"));
            }
            Component::Section(text, Accessory::Button(one)) => {
                lines.push(format!("{text}  {}", button(one)));
            }
            Component::Container { components, .. } => {
                components.iter().for_each(|component| walk(component, lines));
            }
            Component::Separator => lines.push("———".to_owned()),
            Component::File(name) => lines.push(format!("({name})")),
            Component::Buttons(buttons) => {
                lines.push(buttons.iter().map(button).collect::<Vec<_>>().join(" "));
            }
            Component::ChannelSelect(select) => {
                let chosen = select.selected.map(|id| format!(" = {id}")).unwrap_or_default();
                lines.push(format!("[{} ▾ #{chosen}]", select.custom_id));
            }
            Component::RoleSelect(select) => {
                let chosen = select.selected.map(|id| format!(" = {id}")).unwrap_or_default();
                lines.push(format!("[{} ▾ @{chosen}]", select.custom_id));
            }
            Component::Select(select) => {
                let labels: Vec<&str> =
                    select.options.iter().map(|option| option.label.as_str()).collect();
                lines.push(format!("[{} ▾ {}]", select.custom_id, labels.join(" | ")));
            }
        }
    }
    let mut lines = Vec::new();
    message.components.iter().for_each(|component| walk(component, &mut lines));
    lines.join("\n")
}

/// A subscription with minimum votes and an excluded topic.
pub(crate) fn subscription(id: u64) -> Subscription {
    Subscription {
        id: SubscriptionId(id),
        settings: SubscriptionSettings {
            guild: Some(GuildId(1)),
            destination: Destination::Channel(ChannelId(42)),
            created_by: UserId(3),
            topics: "stars, -tv".parse().expect("topics"),
            schedule: Schedule { cron: "09:00".parse().expect("a time"), zone: Zone::utc() },
            min_upvotes: 5,
            max_papers: 10,
            strictness: Strictness::Normal,
            selection: domain::Selection::default(),
            posting: domain::Posting::default(),
            language: Language::English,
            own_language: false,
        },
        since: Date::constant(2026, 5, 12),
        next_due: None,
        pause: None,
    }
}

/// An hour before it is due.
pub(crate) fn now() -> Timestamp {
    "2026-05-12T08:00:00Z".parse().expect("a time")
}

/// A page of papers.
pub(crate) fn page(papers: usize, total: usize, number: u32) -> Page {
    let papers = (0..papers as u32).map(|number| (paper(number), None)).collect();
    Page { papers, total, number }
}

/// Any of the six languages.
pub(crate) fn any_language() -> impl Strategy<Value = Language> {
    prop::sample::select(Language::ALL.as_slice())
}

prop_compose! {
    /// A page of arbitrary papers, as long as the hub's or longer.
    pub(crate) fn any_page()(
        title in "\\PC{0,400}", name in "\\PC{0,300}", tldr in "\\PC{0,800}",
        loud in "[@*_:/<#-]{0,400}", note in "\\PC{0,300}", link in 0_usize..2_000,
        number in 0_u32..40, papers in 1_usize..=PAGE_SIZE, picture: bool,
    ) -> Page {
        let github = format!("https://github.com/a/{}", "b".repeat(link));
        let papers = (0..papers as u32).map(|at| {
            let mut paper = paper(at);
            paper.title = if at % 2 == 0 { title.clone() } else { loud.clone() };
            paper.authors = vec![name.clone(), loud.clone(), name.clone()];
            paper.organization = Some(loud.clone());
            paper.ai_summary = Some(if at % 2 == 1 { tldr.clone() } else { loud.clone() });
            paper.github = WebUrl::parse(&github);
            if !picture {
                paper.thumbnail = None;
            }
            let pieces = [note.clone(), loud.chars().take(160).collect()];
            (paper, Some(Note::Snippet(crate::search::marked(&pieces))))
        });
        Page { papers: papers.collect(), total: 1_000, number }
    }
}

/// Checks all of Discord's limits for a message.
pub(crate) fn check_limits(message: &Message) {
    assert!(message.size().fits(Limits::DISCORD), "{:?}", message.size());
    let body = message.to_json();
    let mut open = vec![&body];
    while let Some(value) = open.pop() {
        for name in ["custom_id", "label", "description", "placeholder"] {
            let Some(text) = value[name].as_str() else { continue };
            // A picture's URL may be longer.
            let most = match (value["type"].as_u64(), name) {
                (Some(11), _) => 1_024,
                (Some(2), "label") => 80,
                (Some(3), "placeholder") => 150,
                _ => 100,
            };
            assert!((1..=most).contains(&text.chars().count()), "{name}: {text}");
        }
        if let Some(text) = value["content"].as_str() {
            assert!(!text.trim().is_empty(), "an empty text");
        }
        let inner = value.as_object().map(|object| object.values());
        open.extend(inner.into_iter().flatten().chain(value.as_array().into_iter().flatten()));
    }
}
