//! A paper in a list, and the menu that opens its card.

use domain::{Language, Paper};

use super::byline::byline;
use crate::custom_id::paper_menu;
use crate::l10n::number;
use crate::message::{Accessory, Component, Select, SelectOption, escape, shorten};
use crate::say;

/// How much is shown of a paper: the maximum length of each of its parts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Density {
    title: usize,
    people: usize,
    organization: usize,
    tldr: usize,
    code: usize,
}

impl Density {
    /// All details.
    pub(crate) const FULL: Density =
        Density { title: 180, people: 100, organization: 50, tldr: 240, code: usize::MAX };

    /// Shorter and shorter: with the last, ten papers of any kind fit into a message.
    pub(crate) const TIGHTER: [Density; 4] = [
        Density { tldr: 160, code: 200, ..Density::FULL },
        Density { tldr: 100, people: 60, organization: 30, code: 100, ..Density::FULL },
        Density { tldr: 60, people: 40, organization: 0, code: 60, title: 120 },
        Density { tldr: 0, people: 30, organization: 0, code: 0, title: 80 },
    ];
}

/// A paper in a list: title, authors, votes and one sentence, with a picture if there is one.
pub(crate) fn block(paper: &Paper, note: Option<&str>, language: Language) -> Component {
    block_in(paper, note, Density::FULL, language)
}

/// The same with as much detail as there is room for.
pub(crate) fn block_in(
    paper: &Paper,
    note: Option<&str>,
    density: Density,
    language: Language,
) -> Component {
    let number = |one: u32| number(language, one.into());
    let title = shorten(&paper.title, density.title);
    let link = title_link(&Paper { title, ..paper.clone() });
    let mut lines = vec![format!("**{link}**")];
    let mut people = escape(&shorten(&byline(paper, 2, language), density.people));
    if let Some(organization) = paper.organization.as_ref().filter(|_| density.organization > 0) {
        people.push_str(&format!(" · {}", escape(&shorten(organization, density.organization))));
    }
    if !people.is_empty() {
        lines.push(people);
    }
    if density.tldr > 0 {
        lines.push(escape(&shorten(paper.tldr(), density.tldr)));
    }
    let mut facts = vec![format!("▲ {}", number(paper.upvotes))];
    if paper.comments > 0 {
        facts.push(format!("💬 {}", number(paper.comments)));
    }
    if let Some(github) = paper.github.as_ref().filter(|one| one.as_str().len() <= density.code) {
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
        // Discord requires a label, and some titles have no visible characters.
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
