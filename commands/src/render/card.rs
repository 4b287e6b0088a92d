//! The card of one paper: everything known of it, with its links as buttons.

use domain::Paper;

use super::{AMBER, title_link};
use crate::escape::{escape, shorten};
use crate::{Accessory, Button, Component, Message, Press};

/// The card.
pub fn card(paper: &Paper) -> Message {
    let head = head(paper);
    let head = match &paper.thumbnail {
        Some(url) => Component::Section(
            head,
            Accessory::Thumbnail(url.as_str().to_owned(), "First page".to_owned()),
        ),
        None => Component::Text(head),
    };
    let mut components = vec![head];
    if let Some(summary) = &paper.ai_summary {
        components
            .push(Component::Text(format!("**In short**\n{}", escape(&shorten(summary, 600)))));
    }
    if !paper.summary.is_empty() {
        let text = escape(&shorten(&paper.summary, 1_400));
        components.push(Component::Text(format!("**Abstract**\n{text}")));
    }
    if !paper.keywords.is_empty() {
        let keywords = paper.keywords.iter().map(|word| escape(word)).collect::<Vec<_>>();
        components.push(Component::Text(format!("-# {}", shorten(&keywords.join(" · "), 300))));
    }
    components.push(Component::Buttons(links(paper)));
    components.extend(similar(paper));
    Message { components: vec![Component::Container { accent: AMBER, components }] }
}

fn head(paper: &Paper) -> String {
    let mut lines = vec![format!("## {}", title_link(paper))];
    let people = escape(&shorten(&paper.byline(8), 400));
    if !people.is_empty() {
        lines.push(people);
    }
    if let Some(organization) = &paper.organization {
        lines.push(format!("*{}*", escape(&shorten(organization, 80))));
    }
    let mut facts = vec![format!("▲ {} votes", paper.upvotes), format!("💬 {}", paper.comments)];
    if let Some(stars) = paper.github_stars {
        facts.push(format!("★ {stars}"));
    }
    if let Some(published) = paper.published_at {
        facts.push(format!("published {}", published.strftime("%-d %B %Y")));
    }
    facts.push(format!("arXiv {}", paper.id));
    lines.push(format!("-# {}", facts.join(" · ")));
    lines.join("\n")
}

fn links(paper: &Paper) -> Vec<Button> {
    let link = |label: &str, url: String| Button::Link { label: label.to_owned(), url };
    let mut links = vec![
        link("Hugging Face", paper.hub_url()),
        link("arXiv", paper.arxiv_url()),
        link("PDF", paper.pdf_url()),
    ];
    if let Some(url) = &paper.github {
        links.push(link("Code", url.as_str().to_owned()));
    }
    if let Some(url) = &paper.project {
        links.push(link("Project", url.as_str().to_owned()));
    }
    links
}

fn similar(paper: &Paper) -> Option<Component> {
    let custom_id = Press::Similar(paper.id.clone()).custom_id()?;
    let button = Button::Press { label: "Similar papers".to_owned(), custom_id, disabled: false };
    Some(Component::Buttons(vec![button]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{paper, read};
    use super::*;
    use crate::Limits;

    #[test]
    fn a_card_holds_everything_known() {
        insta::assert_snapshot!(read(&card(&paper(1))), @r"
        ## [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001)
        Ada Lovelace, Alan Turing, Kurt
        *Analytical Society*
        -# ▲ 41 votes · 💬 2 · ★ 1200 · published 10 May 2026 · arXiv 2605.00001  (https://images.example/1.png)
        **In short**
        Stars shine when looked at.
        **Abstract**
        We look at stars. They shine.
        -# stars · light
        [Hugging Face ↗ https://huggingface.co/papers/2605.00001] [arXiv ↗ https://arxiv.org/abs/2605.00001] [PDF ↗ https://arxiv.org/pdf/2605.00001] [Code ↗ https://github.com/society/stars] [Project ↗ https://stars.example]
        [Similar papers → similar:2605.00001]
        ");
    }

    proptest! {
        #[test]
        fn every_card_fits(text in "\\PC{0,4000}", authors in 0_usize..700) {
            let mut paper = paper(1);
            paper.title = text.chars().take(500).collect();
            paper.ai_summary = Some(text.clone());
            paper.keywords = vec![text.chars().take(200).collect(); 10];
            paper.summary = text;
            paper.authors = vec!["Someone Somewhere".to_owned(); authors];
            prop_assert!(card(&paper).size().fits(Limits::DISCORD));
        }
    }
}
