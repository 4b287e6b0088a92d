//! A paper in a list, and the menu that opens one.

use domain::Paper;

use crate::custom_id::paper_menu;
use crate::message::{Accessory, Component, Select, SelectOption, escape, shorten};

/// A paper in a list: title, people, votes, one sentence; with its picture where there is one.
pub(crate) fn block(paper: &Paper, note: Option<&str>) -> Component {
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

/// The title as a link to the paper's page on the hub.
pub(crate) fn title_link(paper: &Paper) -> String {
    format!("[{}]({})", escape(&shorten(&paper.title, 180)), paper.hub_url())
}

/// A menu that opens the card of one of these papers, at most 25, for the person who chooses.
pub(crate) fn card_menu<'a>(nonce: &str, papers: impl Iterator<Item = &'a Paper>) -> Component {
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
        custom_id: paper_menu(nonce),
        placeholder: "View a paper (only you will see it)".to_owned(),
        options: options.take(25).collect(),
    })
}
