//! Papers, lists and subscriptions in words, one file per kind of answer.

mod admin;
mod card;
mod choices;
mod digest;
mod forecast;
mod help;
mod reason;
mod results;
mod status;
mod topic_reason;

use std::time::Duration;

use domain::Paper;
use jiff::Timestamp;
use jiff::civil::Date;

pub use admin::{corrected, preview, removed, subscribed, subscriptions, zone_choice};
pub use card::card;
pub use choices::{choice, paper_choices};
pub use digest::{Occasion, Part, digest, plain, renew_votes};
pub use help::help;
pub use reason::explain;
pub use results::{PAGE_SIZE, Page, SearchNotes, day, marked, search, search_is_gone, similar};
pub use status::{ChannelStatus, Delivery, Status, status, trouble};
pub use topic_reason::topic_reason;

use crate::escape::{escape, shorten};
use crate::{Accessory, Component, Message, Select, SelectOption};

/// The edge of a post.
const AMBER: u32 = 0xff_9d00;

/// The one answer to a failure of ours; what failed stands in the log.
pub fn apology() -> Message {
    Message::text(
        "Something went wrong on my side, and it is logged. Please try again in a minute.",
    )
}

/// The answer to what could not be read at all.
pub fn unreadable() -> Message {
    Message::text("I couldn't read that. Please use the command again.")
}

/// The answer to somebody who asks faster than the bot answers.
pub fn too_fast(wait: Duration) -> Message {
    Message::text(format!("That was a lot at once. Please try again in {}.", seconds(wait)))
}

/// The answer where all members of a server together do.
pub fn server_too_fast(wait: Duration) -> Message {
    Message::text(format!(
        "This server is using me a lot right now. Please try again in {}.",
        seconds(wait)
    ))
}

/// The answer while too much is in hand.
pub fn busy() -> Message {
    Message::text("I'm busy right now. Please try again in a minute.")
}

/// What becomes of a change that could not be stored.
pub fn not_saved() -> String {
    "I couldn't save that, so nothing was changed. Please try again in a minute.".to_owned()
}

fn seconds(wait: Duration) -> String {
    count(wait.as_secs().max(1) as usize, "second")
}

/// A person's mistake, answered.
pub fn refusal(text: &str) -> Message {
    Message::text(escape_refusal(text))
}

/// Refusals are our own sentences, but they quote what was typed: back-quotes keep it harmless,
/// and mentions are never parsed.
fn escape_refusal(text: &str) -> String {
    shorten(&text.replace('@', "@\u{200b}"), 1_900)
}

/// `Tuesday, 12 May 2026`.
fn long_date(date: Date) -> String {
    date.strftime("%A, %-d %B %Y").to_string()
}

/// Discord shows it in each reader's own time: `<t:…:F>`.
fn moment(at: Timestamp, style: char) -> String {
    format!("<t:{}:{style}>", at.as_second())
}

fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        number => format!("{number} {noun}s"),
    }
}

/// A paper in a list: title, people, votes, one sentence; with its picture where there is one.
fn block(paper: &Paper, note: Option<&str>) -> Component {
    let mut lines = vec![format!("**{}**", title_link(paper))];
    let mut people = escape(&shorten(&paper.byline(2), 100));
    if let Some(organization) = &paper.organization {
        people.push_str(&format!(" · {}", escape(&shorten(organization, 50))));
    }
    if !people.is_empty() {
        lines.push(people);
    }
    lines.push(escape(&shorten(paper.gist(), 240)));
    let mut facts = vec![format!("▲ {}", paper.upvotes)];
    if paper.comments > 0 {
        facts.push(format!("💬 {}", paper.comments));
    }
    if let Some(github) = &paper.github {
        let stars = paper.github_stars.map(|stars| format!(" ★ {stars}")).unwrap_or_default();
        facts.push(format!("[code]({}){stars}", github.as_str()));
    }
    facts.extend(note.map(str::to_owned));
    lines.push(format!("-# {}", facts.join(" · ")));
    let text = lines.join("\n");
    match &paper.thumbnail {
        Some(thumbnail) => Component::Section(
            text,
            Accessory::Thumbnail(
                thumbnail.as_str().to_owned(),
                shorten(&format!("First page of {}", paper.title), 200),
            ),
        ),
        None => Component::Text(text),
    }
}

fn title_link(paper: &Paper) -> String {
    format!("[{}]({})", escape(&shorten(&paper.title, 180)), paper.hub_url())
}

/// A menu that opens the card of one of these papers, at most 25, for the person who chooses.
fn card_menu<'a>(mark: &str, papers: impl Iterator<Item = &'a Paper>) -> Component {
    let options = papers.map(|paper| SelectOption {
        // Discord wants a label, and some titles are nothing to be seen.
        label: match paper.title.trim() {
            "" => paper.id.to_string(),
            title => shorten(title, 100),
        },
        value: paper.id.to_string(),
        description: Some(shorten(&paper.byline(2), 100)).filter(|line| !line.is_empty()),
    });
    Component::Select(Select {
        custom_id: crate::Press::card_menu(mark),
        placeholder: "View a paper (only you will see it)".to_owned(),
        options: options.take(25).collect(),
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use domain::{Paper, WebUrl};

    /// A paper with everything on it.
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

    /// A message as a reader sees it: text, then what can be pressed.
    pub(crate) fn read(message: &crate::Message) -> String {
        fn walk(component: &crate::Component, lines: &mut Vec<String>) {
            use crate::{Accessory, Button, Component};
            let button = |button: &Button| match button {
                Button::Link { label, url } => format!("[{label} ↗ {url}]"),
                Button::Press { label, custom_id, disabled } => {
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
                Component::Buttons(buttons) => {
                    lines.push(buttons.iter().map(button).collect::<Vec<_>>().join(" "));
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
}
