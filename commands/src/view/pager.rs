//! Paged lists of papers.

use domain::{Language, Paper};

use super::paper_block::{block, card_menu};
use crate::message::{Button, ButtonStyle, Component, Message, first_that_fits, shorten};
use crate::say;

/// Papers per page; more would be too long for a phone.
pub const PAGE_SIZE: usize = 5;

/// A page of a longer list.
#[derive(Clone, Debug)]
pub struct Page {
    /// The papers of this page, each with an optional note.
    pub papers: Vec<(Paper, Option<Note>)>,
    /// The number of papers on all pages.
    pub total: usize,
    /// The page number, from 0.
    pub number: u32,
}

/// The page to show of a list that may have become shorter since its buttons were made: the last
/// one, if there is no such page anymore.
pub fn existing_page(pages: usize, wanted: u32) -> u32 {
    wanted.min(u32::try_from(pages.saturating_sub(1)).unwrap_or(u32::MAX))
}

/// Why a paper is on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// Its id matches.
    Id,
    /// Its title matches.
    Title,
    /// One of its authors matches.
    Author,
    /// Its organization matches.
    Organization,
    /// The sentence that matches the query, as Markdown.
    Snippet(String),
}

impl Note {
    pub(super) fn words(&self, language: Language) -> String {
        match self {
            Note::Id => say!(language, "match-id"),
            Note::Title => say!(language, "match-title"),
            Note::Author => say!(language, "match-author"),
            Note::Organization => say!(language, "match-organization"),
            Note::Snippet(markdown) => markdown.clone(),
        }
    }
}

/// The page, with as much of each paper as fits; `turn` makes the custom ids of page buttons.
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

/// How much of a paper is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Full,
    /// A sentence, without long links.
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

/// None if there is only one page, or the list doesn't fit into a button.
fn page_buttons(
    page: &Page,
    turn: &impl Fn(u32) -> Option<String>,
    language: Language,
) -> Option<Component> {
    turn_buttons(page.total.div_ceil(PAGE_SIZE), page.number, turn, language)
}

/// The buttons for the previous and next page; none if there is only one page.
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
        // A disabled button is never pressed, but Discord requires unique ids.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_are_gone_become_the_last() {
        let check = |pages: usize, wanted: u32, expected: u32| {
            assert_eq!(existing_page(pages, wanted), expected, "{wanted} of {pages}");
        };
        check(3, 0, 0);
        check(3, 2, 2);
        check(3, 3, 2);
        check(1, u32::MAX, 0);
        check(0, 0, 0);
        check(0, 5, 0);
    }
}
