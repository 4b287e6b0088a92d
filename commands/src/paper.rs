//! `/paper`: everything known about one paper, with its links as buttons.

use domain::{Language, Linked, Links, Paper, PaperId, Repo};
use jiff::tz::TimeZone;

use crate::l10n::{day_month_year, number};
use crate::message::{
    Accessory, Button, Component, Message, escape, first_that_fits, quoted, shorten,
};
use crate::options::{Options, Pressed};
use crate::search::MAX_QUERY;
use crate::spec::{
    Answer, Audience, Command, Contexts, Control, HelpSection, Opt, Spec, Suggestions,
};
use crate::view::byline::byline;
use crate::view::paper_block::title_link;
use crate::{Refusal, say, text};

/// Repositories shown per kind.
const LINKED: usize = 3;

/// A paper to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// An id, a link or words of a title.
    Named(String),
    /// A paper selected from a menu.
    Card(PaperId),
}

/// The option for a paper.
pub(crate) const OPTION: Opt =
    Opt::text("id", MAX_QUERY).required().suggesting(Suggestions::Papers);

impl Command for Request {
    const SPEC: Spec = Spec {
        name: "paper",
        options: &[OPTION],
        audience: Audience::Everyone,
        contexts: Contexts::Anywhere,
        section: HelpSection::Papers,
        answer: Answer::Public,
        changes_something: false,
        slow: false,
        controls: &[Control::private(
            "Shows the selected paper, only to the user who selected it",
            "card:list",
        )],
    };

    fn parse(options: &Options) -> Result<Request, Refusal> {
        options.required("id").map(Request::Named)
    }

    fn press(pressed: &Pressed) -> Option<Request> {
        pressed.values.first()?.parse().ok().map(Request::Card)
    }
}

/// The refusal for a paper that neither the store nor the hub knows.
pub fn unknown(id: &PaperId) -> Refusal {
    let url = format!("https://arxiv.org/abs/{id}");
    text!("paper-not-found", id = quoted(id.as_str()), url = url).into()
}

/// The refusal for an unknown id while the hub doesn't answer.
pub fn hub_is_silent(id: &PaperId) -> Refusal {
    text!("paper-hub-silent", id = quoted(id.as_str())).into()
}

/// The refusal for words that match no paper.
pub fn unknown_name(typed: &str) -> Refusal {
    text!("paper-not-named", typed = shorten(&quoted(typed), 100)).into()
}

/// The paper's message. Linked repositories are left out if the rest fills it.
pub fn card(paper: &Paper, links: &Links, language: Language) -> Message {
    let without = std::iter::once_with(|| put_together(paper, None, language));
    first_that_fits(put_together(paper, linked(links, language), language), without)
}

fn put_together(paper: &Paper, linked: Option<String>, language: Language) -> Message {
    let head = head(paper, language);
    let head = match &paper.thumbnail {
        Some(url) => Component::Section(
            head,
            Accessory::Thumbnail(url.as_str().to_owned(), say!(language, "first-page")),
        ),
        None => Component::Text(head),
    };
    let mut components = vec![head];
    if let Some(summary) = &paper.ai_summary {
        let text = escape(&shorten(summary, 600));
        components.push(Component::Text(format!("**{}**\n{text}", say!(language, "card-summary"))));
    }
    if !paper.summary.is_empty() {
        let text = escape(&shorten(&paper.summary, 1_400));
        let heading = say!(language, "card-abstract");
        components.push(Component::Text(format!("**{heading}**\n{text}")));
    }
    if !paper.keywords.is_empty() {
        let keywords = paper.keywords.iter().map(|word| escape(word)).collect::<Vec<_>>();
        components.push(Component::Text(format!("-# {}", shorten(&keywords.join(" · "), 300))));
    }
    components.extend(linked.map(Component::Text));
    components.push(Component::Buttons(pages(paper, language)));
    components.extend(similar(paper, language));
    Message::boxed(components)
}

fn head(paper: &Paper, language: Language) -> String {
    let number = |one: u32| number(language, one.into());
    let mut lines = vec![format!("## {}", title_link(paper))];
    let people = escape(&shorten(&byline(paper, 8, language), 400));
    if !people.is_empty() {
        lines.push(people);
    }
    if let Some(organization) = &paper.organization {
        lines.push(format!("*{}*", escape(&shorten(organization, 80))));
    }
    let mut facts = vec![
        say!(language, "votes", count = paper.upvotes),
        format!("💬 {}", number(paper.comments)),
    ];
    if let Some(stars) = paper.github_stars {
        facts.push(format!("★ {}", number(stars)));
    }
    if let Some(published) = paper.published_at {
        let date = TimeZone::UTC.to_datetime(published).date();
        facts.push(say!(language, "card-published", date = day_month_year(language, date)));
    }
    facts.push(format!("arXiv {}", paper.id));
    lines.push(format!("-# {}", facts.join(" · ")));
    lines.join("\n")
}

/// `2 models: a/b ♥ 12, c/d`: one line per kind.
fn linked(links: &Links, language: Language) -> Option<String> {
    let line = |kind: Repo| {
        let total = links.total(kind);
        let one = |one: &Linked| {
            let likes = match one.likes {
                0 => String::new(),
                likes => format!(" ♥ {}", number(language, likes.into())),
            };
            format!("[{}]({}){likes}", escape(&shorten(&one.id, 60)), one.url())
        };
        let shown: Vec<String> = links.of(kind).take(LINKED).map(one).collect();
        let more = if total as usize > shown.len() && !shown.is_empty() { ", …" } else { "" };
        let names = format!("{}{more}", shown.join(", "));
        (total > 0).then(|| match kind {
            Repo::Model => say!(language, "card-models", count = total, names = names),
            Repo::Dataset => say!(language, "card-datasets", count = total, names = names),
            Repo::Space => say!(language, "card-spaces", count = total, names = names),
        })
    };
    let lines: Vec<String> = Repo::ALL.into_iter().filter_map(line).collect();
    let heading = say!(language, "card-linked");
    (!lines.is_empty()).then(|| format!("**{heading}**\n{}", lines.join("\n")))
}

fn pages(paper: &Paper, language: Language) -> Vec<Button> {
    let link = |label: &str, url: String| Button::Link { label: label.to_owned(), url };
    let mut links = vec![
        link("Hugging Face", paper.hub_url()),
        link("arXiv", paper.arxiv_url()),
        link("PDF", paper.pdf_url()),
    ];
    if let Some(url) = &paper.github {
        links.push(link(&say!(language, "button-code"), url.as_str().to_owned()));
    }
    if let Some(url) = &paper.project {
        links.push(link(&say!(language, "button-project"), url.as_str().to_owned()));
    }
    links
}

fn similar(paper: &Paper, language: Language) -> Option<Component> {
    let label = say!(language, "button-similar");
    let button = Button::press(label, crate::similar::custom_id(&paper.id)?);
    Some(Component::Buttons(vec![button]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::view::fixtures::{ENGLISH, any_language, check_limits, paper, read};

    #[test]
    fn cards_show_everything_known() {
        insta::assert_snapshot!(read(&card(&paper(1), &Links::default(), ENGLISH)), @r"
        ## [A Small Study of \*Stars\* \[1\]](https://huggingface.co/papers/2605.00001)
        Ada Lovelace, Alan Turing, Kurt
        *Analytical Society*
        -# ▲ 41 votes · 💬 2 · ★ 1,200 · published May 10, 2026 · arXiv 2605.00001  (https://images.example/1.png)
        **Summary**
        Stars shine when looked at.
        **Abstract**
        We look at stars. They shine.
        -# stars · light
        [Hugging Face ↗ https://huggingface.co/papers/2605.00001] [arXiv ↗ https://arxiv.org/abs/2605.00001] [PDF ↗ https://arxiv.org/pdf/2605.00001] [Code ↗ https://github.com/society/stars] [Project ↗ https://stars.example]
        [Similar papers → similar:2605.00001]
        ");
    }

    #[test]
    fn linked_repositories_are_listed_by_kind() {
        let linked = |kind, id: &str, likes| Linked { kind, id: id.to_owned(), likes };
        let links = Links {
            shown: vec![
                linked(Repo::Model, "a/b", 12),
                linked(Repo::Model, "c_d", 0),
                linked(Repo::Space, "e/f", 0),
            ],
            models: 9,
            datasets: 0,
            spaces: 1,
        };
        let text = read(&card(&paper(1), &links, ENGLISH));
        let (_, after) = text.split_once("**On Hugging Face**\n").expect("a part of its own");
        let lines: Vec<&str> = after.lines().take(2).collect();
        assert_eq!(
            lines,
            [
                r"9 models: [a/b](https://huggingface.co/a/b) ♥ 12, [c\_d](https://huggingface.co/c_d), …",
                "1 Space: [e/f](https://huggingface.co/spaces/e/f)",
            ]
        );
    }

    proptest! {
        #[test]
        fn every_card_fits(
            text in "\\PC{0,4000}", authors in 0_usize..700, repos in 0_u32..20,
            language in any_language(),
        ) {
            let id = "x".repeat(200);
            let all = Repo::ALL.into_iter().cycle().take(repos as usize);
            let all = all.map(|kind| Linked { kind, id: id.clone(), likes: u32::MAX });
            let links = Links { shown: all.collect(), models: repos, datasets: repos, spaces: repos };
            let mut paper = paper(1);
            paper.title = text.chars().take(500).collect();
            paper.ai_summary = Some(text.clone());
            paper.keywords = vec![text.chars().take(200).collect(); 10];
            paper.summary = text;
            paper.authors = vec!["Someone Somewhere".to_owned(); authors];
            check_limits(&card(&paper, &links, language));
        }
    }
}
