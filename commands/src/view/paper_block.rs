//! A paper in a list, and the menu that opens one.

use domain::{Language, Paper};

use super::byline::byline;
use crate::custom_id::paper_menu;
use crate::l10n::number;
use crate::message::{Accessory, Component, Select, SelectOption, escape, shorten};
use crate::say;

/// A paper in a list: title, people, votes, one sentence; with its picture where there is one.
pub(crate) fn block(paper: &Paper, note: Option<&str>, language: Language) -> Component {
    let number = |one: u32| number(language, one.into());
    let mut lines = vec![format!("**{}**", title_link(paper))];
    let mut people = escape(&shorten(&byline(paper, 2, language), 100));
    if let Some(organization) = &paper.organization {
        people.push_str(&format!(" · {}", escape(&shorten(organization, 50))));
    }
    if !people.is_empty() {
        lines.push(people);
    }
    lines.push(escape(&shorten(paper.tldr(), 240)));
    let mut facts = vec![format!("▲ {}", number(paper.upvotes))];
    if paper.comments > 0 {
        facts.push(format!("💬 {}", number(paper.comments)));
    }
    if let Some(github) = &paper.github {
        let stars = paper.github_stars.map(|stars| format!(" ★ {}", number(stars)));
        let (code, stars) = (say!(language, "code-link"), stars.unwrap_or_default());
        facts.push(format!("[{code}]({}){stars}", github.as_str()));
    }
    facts.extend(note.map(str::to_owned));
    lines.push(format!("-# {}", facts.join(" · ")));
    let text = lines.join("\n");
    match &paper.thumbnail {
        Some(thumbnail) => Component::Section(
            text,
            Accessory::Thumbnail(
                thumbnail.as_str().to_owned(),
                say!(language, "first-page-of", title = shorten(&paper.title, 200)),
            ),
        ),
        None => Component::Text(text),
    }
}

/// The title as a link to the paper's page on the hub.
pub(crate) fn title_link(paper: &Paper) -> String {
    format!("[{}]({})", escape(&shorten(&paper.title, 180)), paper.hub_url())
}

/// A menu that opens the card of one of these papers, at most 25, for the person who chooses.
pub(crate) fn card_menu<'a>(
    nonce: &str,
    papers: impl Iterator<Item = &'a Paper>,
    language: Language,
) -> Component {
    let options = papers.map(|paper| SelectOption {
        // Discord wants a label, and some titles are nothing to be seen.
        label: match paper.title.trim() {
            "" => paper.id.to_string(),
            title => shorten(title, 100),
        },
        value: paper.id.to_string(),
        description: Some(shorten(&byline(paper, 2, language), 100))
            .filter(|line| !line.is_empty()),
    });
    Component::Select(Select {
        custom_id: paper_menu(nonce),
        placeholder: say!(language, "menu-papers"),
        options: options.take(25).collect(),
        selected: None,
    })
}
