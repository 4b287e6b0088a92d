//! Lists of papers with pages.

use domain::{Language, Paper};

use super::paper_block::{block, card_menu};
use crate::message::{Button, ButtonStyle, Component, Message, first_that_fits, shorten};
use crate::say;

/// Papers on a page; more make the answer too long for a phone.
pub const PAGE_SIZE: usize = 5;

/// A page of a longer list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The papers of this page, each with a note on it or none.
    pub papers: Vec<(Paper, Option<Note>)>,
    /// Papers on all pages.
    pub total: usize,
    /// The number of this page; 0 is the first.
    pub number: u32,
}

/// Why a paper is on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Its id was typed.
    Id,
    /// Its title was typed.
    Title,
    /// One of its authors was typed.
    Author,
    /// What it says about the question, as Markdown.
    Snippet(String),
}

impl Note {
    pub(super) fn words(&self, language: Language) -> String {
        match self {
            Note::Id => say!(language, "match-id"),
            Note::Title => say!(language, "match-title"),
            Note::Author => say!(language, "match-author"),
            Note::Snippet(markdown) => markdown.clone(),
        }
    }
}

/// The page, with as much of each paper as fits; `turn` makes the custom id of the button for
/// another one.
pub(crate) fn paged(
    heading: String,
    page: &Page,
    turn: impl Fn(u32) -> Option<String>,
    language: Language,
) -> Message {
    let build = |detail: Detail| {
        let mut components = vec![Component::Text(heading.clone())];
        let shown = |(paper, note): &(Paper, Option<Note>)| {
            let note = note.as_ref().filter(|_| detail == Detail::Full);
            let note = note.map(|note| note.words(language));
            block(&detail.of(paper), note.as_deref(), language)
        };
        components.extend(page.papers.iter().map(shown));
        let papers = page.papers.iter().map(|(paper, _)| paper);
        components.push(card_menu("list", papers, language));
        components.extend(page_buttons(page, &turn, language));
        Message::boxed(components)
    };
    first_that_fits(build(Detail::Full), [Detail::Short, Detail::Title].into_iter().map(build))
}

/// How much is shown of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Full,
    /// A sentence, and no long link.
    Short,
    /// Little more than the title.
    Title,
}

impl Detail {
    fn of(self, paper: &Paper) -> Paper {
        const LINK: usize = 100;
        let mut paper = paper.clone();
        let (tldr, people) = match self {
            Detail::Full => return paper,
            Detail::Short => (120, 40),
            Detail::Title => (1, 20),
        };
        paper.ai_summary = Some(shorten(paper.tldr(), tldr));
        paper.organization = None;
        paper.authors.iter_mut().for_each(|name| *name = shorten(name, people));
        paper.github = paper.github.filter(|link| link.as_str().len() < LINK);
        if self == Detail::Title {
            paper.title = shorten(&paper.title, 100);
            paper.github = None;
        }
        paper
    }
}

/// None where everything is on one page, or the list cannot be carried by a button.
fn page_buttons(
    page: &Page,
    turn: &impl Fn(u32) -> Option<String>,
    language: Language,
) -> Option<Component> {
    turn_buttons(page.total.div_ceil(PAGE_SIZE), page.number, turn, language)
}

/// The buttons to the pages before and after one; none where there is only one page.
pub(crate) fn turn_buttons(
    pages: usize,
    number: u32,
    turn: impl Fn(u32) -> Option<String>,
    language: Language,
) -> Option<Component> {
    if pages < 2 {
        return None;
    }
    let here = number as usize;
    let button = |label: String, to: Option<u32>, name: &str| {
        // A disabled button is never pressed, but Discord wants its id to be unique.
        let custom_id = match to {
            Some(to) => turn(to)?,
            None => format!("off:{name}"),
        };
        let style = ButtonStyle::default();
        Some(Button::Press { label, custom_id, style, disabled: to.is_none() })
    };
    Some(Component::Buttons(vec![
        button(say!(language, "page-previous"), number.checked_sub(1), "previous")?,
        Button::Press {
            label: format!("{} / {pages}", here + 1),
            custom_id: "off:page".to_owned(),
            style: ButtonStyle::default(),
            disabled: true,
        },
        button(say!(language, "page-next"), (here + 1 < pages).then_some(number + 1), "next")?,
    ]))
}
